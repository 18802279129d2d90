namespace Levada.Servers;

/// <summary>Where a database server that a test started keeps its files.</summary>
internal static class ServerFolder
{
    public static string Create(string product) => Directory.CreateTempSubdirectory($"levada-{product}-").FullName;
}
