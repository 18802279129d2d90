namespace Levada.Metadata.Image;

/// <summary>Compares topic names as text and as the UTF-8 bytes of a request, without making a string of them.</summary>
/// <remarks>Topic names are ASCII, so text and bytes hash and compare unit by unit.</remarks>
internal sealed class TopicNameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;

    public static TopicNameComparer Instance { get; } = new();

    public bool Equals(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    public int GetHashCode(string name)
    {
        var hash = Seed;
        foreach (var unit in name) hash = (hash ^ unit) * Prime;
        return (int)Mix(hash);
    }

    public bool Equals(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length != name.Length) return false;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] != name[index]) return false;
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed;
        foreach (var unit in bytes) hash = (hash ^ unit) * Prime;
        return (int)Mix(hash);
    }

    public string Create(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static uint Mix(uint hash) => hash ^ (hash >> 15);
}
