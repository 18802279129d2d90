using Levada.Client.Admin;
using Levada.Output;

namespace Levada.Operations;

/// <summary>The <c>features</c> commands.</summary>
internal sealed class FeatureOperations(Session session)
{
    private readonly FeatureAdmin _features = new(session.Client);

    public async Task<int> DescribeAsync(CancellationToken cancellationToken)
    {
        var (features, epoch) = await _features.DescribeAsync(cancellationToken);
        var table = new Table(
            "features", new Column("FEATURE", "feature"), new Column("MIN", "minLevel", true), new Column("MAX", "maxLevel", true),
            new Column("FINALIZED", "finalizedLevel", true), new Column("EPOCH", "epoch", true));
        foreach (var feature in features) table.Add(feature.Name, feature.LevelMin, feature.LevelMax, feature.Level, Cell.Known(epoch));
        session.Screen.Write(table);
        return ExitCode.Success;
    }

    /// <summary>Moves levels, all or none.</summary>
    public async Task<int> UpdateAsync(IReadOnlyList<FeatureChange> changes, bool isDryRun, CancellationToken cancellationToken)
    {
        await _features.UpdateAsync(changes, isDryRun, cancellationToken);
        foreach (var change in changes)
            session.Screen.Say(isDryRun ? $"{change.Name} {change.Level}: would be accepted" : $"{change.Name}: at level {change.Level}");
        return ExitCode.Success;
    }
}
