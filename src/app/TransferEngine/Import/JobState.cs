using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.TransferEngine.Import;

/// <summary>The saved job that an import belongs to: its next last value is kept with the commit until the job's store has it.</summary>
/// <param name="JobName">The job.</param>
/// <param name="Store">Stores the outcome of the import in the job.</param>
public sealed record JobState(string JobName, Action<TransferResult> Store)
{
    private const char Separator = '\n';

    /// <summary>Finishes what a job's earlier run committed to the target of an import but did not live to store.</summary>
    /// <param name="options">The import that is about to run.</param>
    /// <param name="store">Stores a last value, given the job's name and the value.</param>
    public static void RollForward(TransferOptions options, Action<string, string> store)
    {
        if (options.Tool != ToolName.Import || options.Import.Incremental == IncrementalMode.None)
            return;
        ImportTargets.RollForward(ImportLocation.Of(options), text =>
        {
            var end = text.IndexOf(Separator, StringComparison.Ordinal);
            if (end > 0)
                store(text[..end], text[(end + 1)..]);
        });
    }

    /// <summary>Refuses to import where another job's state still waits to be stored.</summary>
    /// <exception cref="TransferException">Something waits.</exception>
    internal static void RequireNothingPending(string? pending)
    {
        if (pending is not null)
            throw new TransferException($"An earlier import into this target has not stored its state: run 'sqoop job --exec {pending.Split(Separator)[0]}' first.");
    }

    internal string TextOf(string lastValue) => $"{JobName}{Separator}{lastValue}";
}
