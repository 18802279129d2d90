using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>The checks of each tool, in Sqoop's order; then what this build does not offer, before anything is touched.</summary>
internal static class ToolChecks
{
    private const string Hint = UsageException.Hint;

    /// <param name="hasArguments">Whether a <c>--</c> stood on the command line.</param>
    /// <exception cref="UsageException">The first complaint.</exception>
    public static void Check(OptionsDraft draft, bool hasArguments)
    {
        if (draft.Root.Tool == ToolName.Job) CheckJob(draft, hasArguments);
        else CheckOf(draft.Root.Tool)(draft);
    }

    public static void Require(bool condition, string complaint)
    {
        if (!condition) throw new UsageException(complaint);
    }

    private static Action<OptionsDraft> CheckOf(ToolName tool) => tool switch
    {
        ToolName.Import or ToolName.ImportAllTables => CheckImport,
        ToolName.Export => ExportChecks.Check,
        ToolName.CodeGen => CheckCodeGen,
        ToolName.CreateHiveTable => CheckCreateHiveTable,
        ToolName.Eval => CheckEval,
        ToolName.ListDatabases or ToolName.ListTables or ToolName.TestConnection => SharedChecks.Common,
        ToolName.Merge => CheckMerge,
        ToolName.ImportMainframe => RefuseMainframe,
        _ => static _ => { },
    };

    private static void CheckImport(OptionsDraft draft)
    {
        ImportChecks.Check(draft);
        ImportChecks.CheckIncremental(draft);
        SharedChecks.Common(draft);
        SharedChecks.CodeGen(draft);
        SharedChecks.OutputFormat(draft);
        OtherTargetChecks.HBase(draft);
        HiveChecks.Check(draft);
        HCatalogChecks.Check(draft);
        OtherTargetChecks.Accumulo(draft);
        NotOffered.Check(draft);
    }

    private static void CheckCodeGen(OptionsDraft draft)
    {
        SharedChecks.Common(draft);
        SharedChecks.CodeGen(draft);
        SharedChecks.OutputFormat(draft);
        HiveChecks.Check(draft);
        HCatalogChecks.Check(draft);
        var (table, query) = (draft.Root.Table, draft.Root.Query);
        Require(table is not null || query is not null, $"--table or --query is required for codegen. {Hint}");
        Require(table is null || query is null, $"Cannot specify --table and --query together. {Hint}");
        NotOffered.Check(draft);
    }

    private static void CheckCreateHiveTable(OptionsDraft draft)
    {
        SharedChecks.Common(draft);
        SharedChecks.OutputFormat(draft);
        HiveChecks.Check(draft);
        Require(draft.Root.Table is not null, $"--table is required for table definition importing.{Hint}");
    }

    private static void CheckEval(OptionsDraft draft)
    {
        Require(draft.Root.Query is { Length: > 0 }, $"This command requires the query argument.{Hint}");
        SharedChecks.Common(draft);
    }

    private static void RefuseMainframe(OptionsDraft draft)
    {
        Require(draft.Other(MainframeGroup.DataSet) is not null, $"--dataset is required for mainframe import. {Hint}");
        throw new UsageException("The tool import-mainframe is not offered: this program does not read mainframes.");
    }

    private static void CheckMerge(OptionsDraft draft)
    {
        Require(draft.Merge.NewData is not null, $"Must set the new dataset path with --new-data.{Hint}");
        Require(draft.Merge.Onto is not null, $"Must set the old dataset path with --onto.{Hint}");
        Require(draft.Import.MergeKey is not null, $"Must set the merge key column with --merge-key.{Hint}");
        Require(draft.Import.TargetDir is not null, $"Must set the target directory with --target-dir.{Hint}");
        // Columns that are given need no class to tell them.
        Require(
            draft.Code.ClassName is not null || !draft.Root.Columns.IsEmpty,
            $"Must set the SqoopRecord class implementation to use with --class-name.{Hint}");
    }

    private static void CheckJob(OptionsDraft draft, bool hasArguments)
    {
        Require(draft.Job.Verb != JobVerb.None, $"No job operation specified{Hint}");
        Require(draft.Job.Verb != JobVerb.Create || hasArguments, $"Expected: -- <tool-name> [tool-args] {Hint}");
    }
}
