using ConvGpu.Cli;

return CommandLine.Run(args);
