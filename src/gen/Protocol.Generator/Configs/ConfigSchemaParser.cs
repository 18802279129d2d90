using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Levada.Protocol.Generator.Configs;

/// <summary>Reads one file of <c>schemas/configs</c>; a line that breaks the grammar becomes a <see cref="ConfigSchemaError"/>.</summary>
internal static class ConfigSchemaParser
{
    private static readonly char[] Blank = { ' ' };
    private static readonly string[] Dots = { ".." };

    private static readonly Dictionary<string, string> Types = new()
    {
        ["boolean"] = "Boolean", ["string"] = "String", ["int"] = "Int", ["short"] = "Short", ["long"] = "Long",
        ["double"] = "Double", ["list"] = "List", ["class"] = "Class", ["password"] = "Password",
    };

    private static readonly Dictionary<string, string> Scopes = new()
    {
        ["broker"] = "Broker", ["topic"] = "Topic", ["group"] = "Group", ["client-metrics"] = "ClientMetrics",
    };

    public static ConfigSchema Parse(string text)
    {
        var schema = new ConfigSchema();
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                ParseLine(schema, line);
            }
            catch (FormatException e)
            {
                schema.Errors.Add(new ConfigSchemaError(index, e.Message));
            }
        }

        return schema;
    }

    private static void ParseLine(ConfigSchema schema, string line)
    {
        var words = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "configs")
        {
            if (words.Length != 2 || !Scopes.TryGetValue(words[1], out var scope))
                throw new FormatException("expected 'configs' and one of " + string.Join(", ", Scopes.Keys));
            schema.Scope = scope;
            return;
        }

        if (schema.Scope.Length == 0) throw new FormatException("the first line must be 'configs <scope>'");
        schema.Entries.Add(ParseEntry(line, words));
    }

    private static ConfigEntry ParseEntry(string line, string[] words)
    {
        if (words.Length < 4 || words[2] != "=") throw new FormatException("expected 'name type = default'");
        if (!Types.TryGetValue(words[1], out var type)) throw new FormatException("unknown type '" + words[1] + "'");
        var entry = new ConfigEntry { Name = words[0], Type = type, IsRequired = words[3] == "required" };
        entry.Default = words[3] is "null" or "required" ? null : words[3] == "\"\"" ? "" : words[3];
        foreach (var word in words.Skip(4).TakeWhile(word => word != "--")) ParseAttribute(entry, word);
        var mark = line.IndexOf(" -- ", StringComparison.Ordinal);
        if (mark >= 0) entry.Documentation = line.Substring(mark + 4).Trim();
        return entry;
    }

    private static void ParseAttribute(ConfigEntry entry, string word)
    {
        var colon = word.IndexOf(':');
        var key = colon < 0 ? word : word.Substring(0, colon);
        var value = colon < 0 ? "" : word.Substring(colon + 1);
        switch (key)
        {
            case "min": entry.Rules.Add("Min = " + Number(value)); break;
            case "range": ParseRange(entry, value); break;
            case "in": entry.Rules.Add("Allowed = [" + string.Join(", ", value.Split(',').Select(Quote)) + "]"); break;
            case "unique": entry.Rules.Add("IsUnique = true"); break;
            case "nonempty": entry.Rules.Add("IsNonEmpty = true"); break;
            case "throttled-replicas": entry.Rules.Add("IsThrottledReplicas = true"); break;
            case "dynamic" when value == "cluster": entry.Dynamic = "Cluster"; break;
            case "dynamic" when value == "broker": entry.Dynamic = "PerBroker"; break;
            case "server": entry.ServerDefault = value; break;
            case "internal": entry.IsInternal = true; break;
            default: throw new FormatException("unknown word '" + word + "'");
        }
    }

    private static void ParseRange(ConfigEntry entry, string value)
    {
        var bar = value.IndexOf('|');
        if (bar >= 0) entry.Rules.Add("Exception = " + Number(value.Substring(bar + 1)));
        var bounds = (bar < 0 ? value : value.Substring(0, bar)).Split(Dots, StringSplitOptions.None);
        if (bounds.Length != 2) throw new FormatException("expected 'range:low..high', was '" + value + "'");
        entry.Rules.Add("Min = " + Number(bounds[0]));
        entry.Rules.Add("Max = " + Number(bounds[1]));
    }

    private static string Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? text
            : throw new FormatException("'" + text + "' is not a number");

    public static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
