using System.Text;

namespace Levada.Records.Tests;

/// <summary>Bytes that other programs made; Golden/README.md says how.</summary>
internal static class Golden
{
    /// <summary>What all frames but librdkafka's hold.</summary>
    public static byte[] Content { get; } =
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"record {i % 10} of the levada\n")));

    public static byte[] Read(string name) =>
        Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".hex")).ReplaceLineEndings(""));
}
