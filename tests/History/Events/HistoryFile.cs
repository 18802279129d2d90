using System.Text.Json;

namespace Levada.History.Events;

/// <summary>A history as lines of JSON.</summary>
public static class HistoryFile
{
    /// <exception cref="InvalidDataException">A line is no event.</exception>
    public static IEnumerable<HistoryEvent> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            yield return TryParse(line) ?? throw new InvalidDataException($"{path}, line {number} is no event of a history.");
        }
    }

    public static string ToLine(HistoryEvent happened) => JsonSerializer.Serialize(happened, HistoryJson.Default.HistoryEvent);

    private static HistoryEvent? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
