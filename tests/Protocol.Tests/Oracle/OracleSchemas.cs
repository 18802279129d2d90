using System.Text.RegularExpressions;

namespace Levada.Protocol.Tests.Oracle;

/// <summary>Reads every schema file without any code of the generator, so that the two can disagree.</summary>
public static partial class OracleSchemas
{
    public static IReadOnlyList<OracleMessage> All { get; } = [.. Load()];

    public static OracleMessage Named(string name) => All.Single(m => m.Name == name);

    private static IEnumerable<OracleMessage> Load() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "schemas"), "*.schema", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Parse(File.ReadAllLines(path), path.Contains("/records/", StringComparison.Ordinal)));

    private static IEnumerable<OracleMessage> Parse(string[] lines, bool isRecord)
    {
        OracleMessage? message = null;
        var levels = new List<List<OracleField>>();
        foreach (var line in lines.Select(l => l.Split('#')[0].TrimEnd()).Where(l => l.Length > 0))
        {
            var depth = (line.Length - line.TrimStart().Length) / 2;
            if (depth == 0)
            {
                if (message is not null) yield return message;
                message = Head(line, isRecord);
                levels = [message.Fields];
                continue;
            }

            var common = Regex.Match(line, @"^  struct (\w+)$");
            if (common.Success)
            {
                message!.Structs[common.Groups[1].Value] = [];
                levels = [message.Fields, message.Structs[common.Groups[1].Value]];
                continue;
            }

            var field = Field(line);
            levels.RemoveRange(depth, levels.Count - depth);
            levels[depth - 1].Add(field);
            levels.Add(field.Fields);
            var type = field.Type.TrimStart('[', ']');
            if (char.IsUpper(type[0])) message!.Structs.TryAdd(type, field.Fields);
            if (char.IsUpper(type[0]) && message!.Structs[type].Count == 0) message.Structs[type] = field.Fields;
        }

        if (message is not null) yield return message;
    }

    private static OracleMessage Head(string line, bool isRecord)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (from, to) = Range(Regex.Match(line, @" versions (\S+)").Groups[1].Value);
        var flexible = Regex.Match(line, @" flexible (\d+)\+");
        var flexibleFrom = flexible.Success ? int.Parse(flexible.Groups[1].Value) : int.MaxValue;
        return new OracleMessage(words[0], words[1], from, to, flexibleFrom, isRecord);
    }

    private static OracleField Field(string line)
    {
        var match = FieldLine().Match(line);
        Assert.True(match.Success, line);
        var (from, to) = Range(match.Groups["versions"].Value);
        var words = match.Groups["words"].Value;
        var nullable = Regex.Match(words, @"\bnullable(?: (\d\S*))?");
        var (nullableFrom, nullableTo) = !nullable.Success ? (int.MaxValue, -1)
            : nullable.Groups[1].Success ? Range(nullable.Groups[1].Value) : (from, to);
        var tag = Regex.Match(words, @"\btag (\d+)");
        return new OracleField(match.Groups["name"].Value, match.Groups["type"].Value, from, to)
        {
            NullableFrom = nullableFrom,
            NullableTo = nullableTo,
            Tag = tag.Success ? int.Parse(tag.Groups[1].Value) : -1,
            Default = Regex.Match(words, @"\bdefault (\S+)").Groups[1].Value,
            IsNeverFlexible = words.Contains("never-flexible", StringComparison.Ordinal),
        };
    }

    private static (int From, int To) Range(string text)
    {
        var match = Regex.Match(text, @"^(\d+)(?:(\+)|-(\d+))?$");
        Assert.True(match.Success, text);
        var from = int.Parse(match.Groups[1].Value);
        return (from, match.Groups[2].Success ? int.MaxValue : match.Groups[3].Success ? int.Parse(match.Groups[3].Value) : from);
    }

    [GeneratedRegex(@"^ +(?<name>\w+) +(?<type>(\[\])?\w+) +(?<versions>[\d+-]+) *(?<words>.*)$")]
    private static partial Regex FieldLine();
}
