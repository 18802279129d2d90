using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>What the options of HBase and Accumulo refuse.</summary>
internal static class OtherTargetChecks
{
    private const string Hint = UsageException.Hint;

    public static void HBase(OptionsDraft draft)
    {
        var table = draft.Other(HBaseGroup.Table);
        Require(
            (table is null) == (draft.Other(HBaseGroup.Family) is null),
            $"Both --hbase-table and --column-family must be set together.{Hint}");
        Require(
            table is not null || draft.Other(HBaseGroup.BulkLoad) is null,
            "Can't run import with hbase-bulkload without hbase-table");
        Require(
            table is null || draft.Root.Layout == FileLayout.Text,
            $"Can't run HBase import with file layout: {LayoutRows.NameOf(draft.Root.Layout)}");
        Require(table is null || !draft.Root.IsDirect, "Direct mode is incompatible with HBase. Please remove the parameter --direct");
    }

    public static void Accumulo(OptionsDraft draft)
    {
        var table = draft.Other(AccumuloGroup.Table);
        Require(
            (table is null) == (draft.Other(AccumuloGroup.Family) is null),
            $"Both --accumulo-table and --accumulo-column-family must be set.{Hint}");
        if (table is null) return;
        Require(draft.Other(HBaseGroup.Table) is null, "HBase import is incompatible with Accumulo import.");
        Require(draft.Root.Layout == FileLayout.Text, "Accumulo import is not compatible with importing into file format.");
        Require(draft.Other(HBaseGroup.Family) is null, "Use --accumulo-column-family with Accumulo import.");
        Require(draft.Other(AccumuloGroup.User) is not null, "Must specify Accumulo user.");
        Require(draft.Other(AccumuloGroup.Instance) is not null, "Must specify Accumulo instance.");
        Require(draft.Other(AccumuloGroup.Zookeepers) is not null, "Must specify Zookeeper server(s).");
    }
}
