import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../../rules/index.ts';
import { answerTask, type Task } from '../threads.ts';

// A thread of the command: answers what it was started with, and ends.
parentPort?.postMessage(answerTask(workerData as Task, rules, () => performance.now()));
