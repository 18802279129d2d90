using System.Text;
using System.Text.Json;

namespace Levada.PackageStats;

/// <summary>Counts by section over a range of offsets of one partition.</summary>
internal sealed class CountedRange
{
    private readonly List<string> _sections = [];

    public required int Partition { get; init; }
    public required long FirstOffset { get; init; }
    public long LastOffset { get; private set; }
    public int RecordCount => _sections.Count;

    /// <summary>The section of each record, by its distance from <see cref="FirstOffset"/>.</summary>
    public IReadOnlyList<string> Sections => _sections;

    public void Add(long offset, string section)
    {
        LastOffset = offset;
        _sections.Add(section);
    }

    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("partition", Partition);
            writer.WriteNumber("firstOffset", FirstOffset);
            writer.WriteStartArray("sections");
            foreach (var section in _sections) writer.WriteStringValue(section);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <returns>Null for a line that a killed process has not finished.</returns>
    public static CountedRange? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var range = new CountedRange { Partition = root.GetProperty("partition").GetInt32(), FirstOffset = root.GetProperty("firstOffset").GetInt64() };
            foreach (var section in root.GetProperty("sections").EnumerateArray()) range.Add(range.FirstOffset + range.RecordCount, section.GetString()!);
            return range;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
