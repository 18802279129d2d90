using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Delimiters of text that is read; one that is not given is the output's.</summary>
internal static class InputFormatGroup
{
    private const string Prefix = "codegen.input.delimiters.";

    public static OptionGroup Group { get; } = new("Input parsing arguments",
    [
        Row("input-fields-terminated-by", "Between fields", (set, c) => set with { Field = c }, "field", set => set.Field),
        Row("input-lines-terminated-by", "After each record", (set, c) => set with { Record = c }, "record", set => set.Record),
        Row("input-optionally-enclosed-by", "Around fields that need it", (set, c) => set with { Enclose = c, IsEncloseRequired = false }, null, null),
        Row("input-enclosed-by", "Around every field", (set, c) => set with { Enclose = c, IsEncloseRequired = true }, null, null) with
        {
            Stored = DelimiterProperty.Of(Prefix + "enclose", d => d.Input.Enclose, (d, c) => d.Input = d.Input with { Enclose = c }),
        },
        Row("input-escaped-by", "Before characters that mean themselves", (set, c) => set with { Escape = c }, "escape", set => set.Escape),
    ]);

    public static StoredProperty EncloseRequired { get; } = new(
        Prefix + "enclose.required",
        d => d.Input.IsEncloseRequired ? "true" : "false",
        (d, text) => d.Input = d.Input with { IsEncloseRequired = Option.IsTrue(text) });

    private static OptionSpec Row(
        string name, string description, Func<DelimiterSet, char, DelimiterSet> change, string? key, Func<DelimiterSet, char>? get) =>
        new(name, "char", description, (draft, text) => draft.Input = change(draft.Input, DelimiterArgument.Parse(text, draft)))
        {
            Stored = key is null || get is null ? null
                : DelimiterProperty.Of(Prefix + key, draft => get(draft.Input), (draft, c) => draft.Input = change(draft.Input, c)),
        };
}
