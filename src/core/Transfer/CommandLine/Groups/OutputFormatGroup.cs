using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Delimiters of text that is written. --enclosed-by comes after --optionally-enclosed-by and wins; --mysql-delimiters overrides all.</summary>
internal static class OutputFormatGroup
{
    private const string Prefix = "codegen.output.delimiters.";

    public static OptionGroup Group { get; } = new("Output line formatting arguments",
    [
        Row("fields-terminated-by", "Between fields (,)", (set, c) => set with { Field = c }, "field", set => set.Field),
        Row("lines-terminated-by", "After each record (\\n)", (set, c) => set with { Record = c }, "record", set => set.Record),
        Row("optionally-enclosed-by", "Around fields that need it", (set, c) => set with { Enclose = c, IsEncloseRequired = false }, null, null),
        Row("enclosed-by", "Around every field", (set, c) => set with { Enclose = c, IsEncloseRequired = true }, null, null) with
        {
            Stored = DelimiterProperty.Of(Prefix + "enclose", d => d.Output.Enclose, (d, c) => d.Output = d.Output with { Enclose = c }),
        },
        Row("escaped-by", "Before characters that mean themselves", (set, c) => set with { Escape = c }, "escape", set => set.Escape),
        new("mysql-delimiters", null, "MySQL's set: fields , lines \\n escape \\ optionally enclosed by '", ApplyMySql),
    ]);

    /// <summary>Whether all fields are enclosed: saved apart from the character.</summary>
    public static StoredProperty EncloseRequired { get; } = new(
        Prefix + "enclose.required",
        d => d.Output.IsEncloseRequired ? "true" : "false",
        (d, text) => d.Output = d.Output with { IsEncloseRequired = Option.IsTrue(text) });

    private static OptionSpec Row(
        string name, string description, Func<DelimiterSet, char, DelimiterSet> change, string? key, Func<DelimiterSet, char>? get) =>
        new(name, "char", description, (draft, text) =>
        {
            draft.Output = change(draft.Output, DelimiterArgument.Parse(text, draft));
            draft.IsOutputGiven = true;
        })
        {
            Stored = key is null || get is null ? null
                : DelimiterProperty.Of(Prefix + key, draft => get(draft.Output), (draft, c) => draft.Output = change(draft.Output, c)),
        };

    private static void ApplyMySql(OptionsDraft draft, string value)
    {
        draft.Output = DelimiterSet.MySql;
        draft.IsOutputGiven = true;
        draft.IsMySqlDelimiters = true;
    }
}
