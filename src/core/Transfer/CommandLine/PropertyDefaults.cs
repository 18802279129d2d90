using System.Globalization;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>The <c>-D</c> properties that mean the same as an option, or that have a place among the options.</summary>
internal static class PropertyDefaults
{
    public static void Apply(OptionsDraft draft, ParsedArguments parsed)
    {
        if (!parsed.Has("split-limit") && Number(draft, "split.limit") is { } limit)
            draft.Import = draft.Import with { SplitLimit = limit };
        if (!parsed.Has("inline-lob-limit") && Number(draft, "sqoop.inline.lob.length.max") is { } bytes)
            draft.Import = draft.Import with { InlineLobBytesMax = bytes };
        if (draft.IsPropertyTrue("org.apache.sqoop.db.relaxedisolation"))
            draft.Connect = draft.Connect with { IsIsolationRelaxed = true };
        if (Number(draft, "sqoop.export.records.per.statement") is { } rows)
            draft.Export = draft.Export with { RowsPerStatement = AtLeastOne(rows, new ExportOptions().RowsPerStatement) };
        if (Number(draft, "sqoop.export.statements.per.transaction") is { } statements)
            draft.Export = draft.Export with { StatementsPerTransaction = statements == -1 ? -1 : AtLeastOne(statements, new ExportOptions().StatementsPerTransaction) };
    }

    private static long? Number(OptionsDraft draft, string name)
    {
        if (draft.Property(name) is not { } text) return null;
        return long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"The property {name} needs a number, not {text}");
    }

    private static int AtLeastOne(long number, int otherwise) => number < 1 ? otherwise : (int)Math.Min(number, int.MaxValue);
}
