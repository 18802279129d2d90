using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Takes Hadoop's arguments off the front: <c>-D k=v</c>, <c>-Dk=v</c>, <c>-conf F</c> and those that mean nothing without Hadoop.</summary>
internal static class GenericArguments
{
    private static readonly string[] Names = ["D", "conf", "fs", "jt", "files", "libjars", "archives", "tokenCacheFile"];

    /// <returns>How many arguments were taken.</returns>
    public static int Take(IReadOnlyList<string> arguments, OptionsDraft draft, Func<string, string?> readFile)
    {
        var properties = draft.Root.Properties.ToBuilder();
        var index = 0;
        while (index < arguments.Count && Split(arguments[index]) is ({ } name, var value))
        {
            index++;
            if (value is null)
            {
                if (index == arguments.Count) throw new UsageException($"Missing argument for option: {name}");
                value = arguments[index++];
            }

            Apply(name, value, properties, readFile);
        }

        draft.Root = draft.Root with { Properties = properties.ToImmutable() };
        return index;
    }

    /// <summary>Whether an argument is one of these: they must stand before the tool's own.</summary>
    public static bool IsGeneric(string argument) => Split(argument) is not null;

    private static (string Name, string? Value)? Split(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-') return null;
        var text = argument[1] == '-' ? argument[2..] : argument[1..];
        if (Array.IndexOf(Names, text) >= 0) return (text, null);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Array.IndexOf(Names, text[..equals]) is > 0) return (text[..equals], text[(equals + 1)..]);
        return argument[1] == 'D' ? ("D", argument[2..]) : null;
    }

    private static void Apply(
        string name, string value, ImmutableSortedDictionary<string, string>.Builder properties, Func<string, string?> readFile)
    {
        switch (name)
        {
            case "D" when value.IndexOf('=', StringComparison.Ordinal) is var equals and > 0:
                properties[value[..equals].Trim()] = value[(equals + 1)..];
                break;
            case "conf":
                var text = readFile(value) ?? throw new UsageException($"Unable to read configuration file: {value}");
                foreach (var pair in HadoopConfiguration.Parse(value, text)) properties[pair.Key] = pair.Value;
                break;
            case "fs":
                properties["fs.defaultFS"] = value;
                break;
            default:
                break;
        }
    }
}
