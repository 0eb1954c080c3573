using ConvGpu.ReferenceAssemblies;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: ReferenceAssemblies FOLDER   writes ILGPU.dll and ILGPU.Algorithms.dll without bodies into FOLDER");
    return 2;
}
AssemblyEmitter.Write(ApiParser.ReadBaseline(), args[0]);
Console.WriteLine($"reference assemblies of the ILGPU 1.5.3 API are in {args[0]}");
return 0;
