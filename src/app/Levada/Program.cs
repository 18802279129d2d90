using Levada.Cli;
using Levada.Start;

// The broker's start-up is measured in milliseconds: it passes by everything that only the other commands need.
return args is ["start", ..] ? await StartCommand.RunAsync(args.AsSpan(1)) : await CommandLine.RunAsync(args);
