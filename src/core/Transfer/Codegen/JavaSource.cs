using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Codegen;

/// <summary>Columns and delimiters out of the Java source that codegen, Sqoop's or ours, wrote for a table.</summary>
/// <remarks>Not a reader of Java: it knows the lines that the two generators write.</remarks>
public static partial class JavaSource
{
    /// <exception cref="TransferException">The source has no private field that could be a column.</exception>
    public static ColumnsFile Read(string source)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        foreach (Match field in Field().Matches(source))
            if (JavaColumns.Of(field.Groups["name"].Value, field.Groups["type"].Value) is { } column)
                columns.Add(column);
        var name = Class().Match(source).Groups["name"].Value;
        if (columns.Count == 0)
            throw new TransferException($"The Java source of {name} has no private fields that could be columns. Please name the columns by --columns.");
        var package = Package().Match(source).Groups["name"].Value;
        return new ColumnsFile(package.Length == 0 ? name : $"{package}.{name}", new RowSchema(columns.ToImmutable()), TextOf(source));
    }

    private static TextOptions TextOf(string source)
    {
        var text = new TextOptions();
        foreach (Match match in Delimiters().Matches(source))
        {
            var numbers = match.Groups["number"].Captures.Select(capture => (char)int.Parse(capture.Value, CultureInfo.InvariantCulture)).ToList();
            var set = new DelimiterSet(numbers[0], numbers[1], numbers[2], numbers[3], match.Groups["required"].Value == "true");
            text = match.Groups["side"].Value == "output" ? text with { Output = set, IsOutputGiven = true } : text with { Input = set };
        }
        return Constants().Matches(source).Aggregate(text, WithConstant);
    }

    private static TextOptions WithConstant(TextOptions text, Match match)
    {
        var value = match.Groups["value"].Value;
        var number = match.Groups["number"].Success ? (char)int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : '\0';
        return match.Groups["name"].Value switch
        {
            "OUT_FIELD" => text with { Output = text.Output with { Field = number }, IsOutputGiven = true },
            "OUT_RECORD" => text with { Output = text.Output with { Record = number } },
            "OUT_ENCLOSE" => text with { Output = text.Output with { Enclose = number } },
            "OUT_ESCAPE" => text with { Output = text.Output with { Escape = number } },
            "OUT_ENCLOSE_REQUIRED" => text with { Output = text.Output with { IsEncloseRequired = value == "true" } },
            "IN_FIELD" => text with { Input = text.Input with { Field = number } },
            "IN_RECORD" => text with { Input = text.Input with { Record = number } },
            "IN_ENCLOSE" => text with { Input = text.Input with { Enclose = number } },
            "IN_ESCAPE" => text with { Input = text.Input with { Escape = number } },
            "IN_ENCLOSE_REQUIRED" => text with { Input = text.Input with { IsEncloseRequired = value == "true" } },
            _ => text,
        };
    }

    [GeneratedRegex(@"^\s*private\s+(?<type>[\w.\[\]]+)\s+(?<name>[\w$]+)\s*;", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"^\s*public\s+class\s+(?<name>[\w$]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*package\s+(?<name>[\w.$]+)\s*;", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Package();

    [GeneratedRegex(
        @"__(?<side>output|input)Delimiters\s*=\s*new\s+DelimiterSet\((?:\s*\(char\)\s*(?<number>\d{1,5})\s*,){4}\s*(?<required>true|false)\s*\)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Delimiters();

    [GeneratedRegex(
        @"^\s*private static final (?:char|boolean) (?<name>(?:OUT|IN)_[A-Z_]+) = (?<value>\(char\) (?<number>\d{1,5})|true|false);",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Constants();
}
