import { array, date, type InferType, object, string } from 'yup'

export const userSchema = object({
  id: string().required(),
  name: string().required(),
  email: string().email(),
  status: string().oneOf(['active', 'invited', 'disabled', 'deleted']).required(),
  roles: array(string().required()).default([]),
  created: date().required(),
  lastUpdated: date().required(),
})

export const pageSchema = object({
  data: array(userSchema).required(),
})

/** A row of the cost centres' list, kept by us. */
export const centreSchema = object({
  name: string().required(),
  roles: array(string().required()).required(),
  created: string().required(),
})

export type User = InferType<typeof userSchema>
export type Centre = InferType<typeof centreSchema>
