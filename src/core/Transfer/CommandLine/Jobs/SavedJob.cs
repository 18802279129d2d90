using System.Collections.Immutable;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>A job as a metastore keeps it, under Sqoop's own property names.</summary>
/// <param name="Tool">The tool that it runs.</param>
/// <param name="Properties">Its options, by name in ordinal order: <c>db.table</c>, <c>incremental.last.value</c>…</param>
/// <param name="Configuration">Its <c>-D</c> properties.</param>
public sealed record SavedJob(
    ToolName Tool, ImmutableSortedDictionary<string, string> Properties, ImmutableSortedDictionary<string, string> Configuration)
{
    /// <summary>The property that holds the last value of an incremental import.</summary>
    public const string LastValueKey = IncrementalGroup.LastValueKey;

    public bool IsIncremental => Properties.GetValueOrDefault("incremental.mode", "None") != "None";

    /// <summary>Whether passwords may be kept with the job.</summary>
    public bool KeepsSecrets => Option.IsTrue(Configuration.GetValueOrDefault(SavedJobs.RecordPassword, ""));

    /// <summary>The properties as they may be shown: passwords are masked.</summary>
    public IEnumerable<KeyValuePair<string, string>> Shown() => Properties.Select(static pair => KeyValuePair.Create(
        pair.Key, SavedJobs.IsSecret(pair.Key) ? Secrets.Mask : Secrets.MaskUrl(pair.Value)));

    /// <summary>The job without its passwords: the database's is asked for when it runs.</summary>
    public SavedJob WithoutSecrets() => SavedJobs.WithoutSecrets(this);

    /// <summary>The job after an import that ended at a value.</summary>
    public SavedJob WithLastValue(string value) => this with { Properties = Properties.SetItem(LastValueKey, value) };
}
