import { availableParallelism, totalmem } from 'node:os';
import { Command } from 'commander';
import { megabytes, say, sayJson, sayPairs } from './output.ts';
import { runCommand } from './runCommand.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what is in use here, and what would make it faster')
    .option('--json', 'print it as JSON')
    .action((options: { json?: boolean }) =>
      runCommand(async ({ services, progress }) => {
        progress.phase('looking for the fastest backend');
        const doctor = await services.status.doctor();
        progress.stop();
        const machine = {
          node: process.version,
          cores: availableParallelism(),
          memoryBytes: totalmem(),
          dataDir: services.env.dataDir,
        };
        if (options.json) return sayJson({ ...doctor, ...machine });
        const where = doctor.embedded ? 'embedded' : 'server';
        sayPairs([
          ['Node', machine.node],
          ['Machine', `${machine.cores} cores, ${megabytes(machine.memoryBytes)}`],
          ['Backend', doctor.backend],
          ['Database', `${doctor.database} (${where})`],
          ['pgvector', doctor.pgvector],
          ['Data', machine.dataDir],
        ]);
        if (doctor.advice.length > 0) say('would make it faster:');
        for (const line of doctor.advice) say(`  - ${line}`);
      }),
    );
}
