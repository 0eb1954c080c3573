namespace ConvGpu.Testing;

/// <summary>Finds the checkout the tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ConvGpu.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ConvGpu.sln.");
    }
}
