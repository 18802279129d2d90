using Levada.Transfer.Targets;

namespace Levada.Databases.Tests.Sqlite;

/// <summary>Keeps large values in memory.</summary>
internal sealed class ListStore : ILargeObjectStore
{
    public List<string> Values { get; } = [];

    public long InlineBytesMax => 4;

    public string Store(Stream value, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        value.CopyTo(bytes);
        Values.Add(Convert.ToHexStringLower(bytes.ToArray()));
        return $"lob{Values.Count - 1}";
    }
}
