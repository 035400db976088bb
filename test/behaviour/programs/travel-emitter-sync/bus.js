'use strict'

class Bus {
  constructor () {
    this.handlers = {}
  }

  on (event, handler) {
    (this.handlers[event] = this.handlers[event] || []).push(handler)
    return this
  }

  emit (event, ...args) {
    (this.handlers[event] || []).forEach(handler => handler(...args))
  }
}

module.exports = new Bus()
