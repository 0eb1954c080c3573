namespace ConvGpu.Tests;

/// <summary>Tests that change what belongs to the whole process: the console, environment variables, the thread count.</summary>
[CollectionDefinition("Console", DisableParallelization = true)]
public class ConsoleCollection;
