using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>Between saved jobs and the rows of a metastore, in the form of Apache Sqoop's.</summary>
public static class JobRows
{
    public const string SchemaClass = "schema";
    public const string OptionsClass = "SqoopOptions";
    public const string ConfigurationClass = "config";
    private const string ToolKey = "sqoop.tool";
    private const string PropertySetKey = "sqoop.property.set.id";
    private const string PropertySet = "0";

    public static ImmutableArray<JobRow> Of(SavedJob job) =>
    [
        new(ToolKey, ToolNames.TextOf(job.Tool), SchemaClass),
        new(PropertySetKey, PropertySet, SchemaClass),
        .. job.Properties.Select(static pair => new JobRow(pair.Key, pair.Value, OptionsClass)),
        .. job.Configuration.Select(static pair => new JobRow(pair.Key, pair.Value, ConfigurationClass)),
    ];

    /// <summary>The job that rows make.</summary>
    /// <exception cref="TransferException">They name no tool, or one that does not exist.</exception>
    public static SavedJob Read(IReadOnlyList<JobRow> rows)
    {
        var tool = rows.FirstOrDefault(static row => row is { Class: SchemaClass, Name: ToolKey }).Value
            ?? throw new TransferException($"Incomplete metadata; missing {ToolKey}");
        return new SavedJob(
            ToolNames.Find(tool) ?? throw new TransferException($"Error in job metadata: invalid tool {tool}"),
            Pairs(rows, OptionsClass),
            Pairs(rows, ConfigurationClass));
    }

    private static ImmutableSortedDictionary<string, string> Pairs(IReadOnlyList<JobRow> rows, string ofClass)
    {
        var pairs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Class == ofClass) pairs[row.Name] = row.Value;
        return pairs.ToImmutable();
    }
}
