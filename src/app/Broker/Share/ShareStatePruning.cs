using Levada.Broker.Data;
using Levada.Runtime;

namespace Levada.Broker.Share;

/// <summary>Prunes the states' topic from time to time.</summary>
internal sealed class ShareStatePruning(ShareStates states, LogMaintenance maintenance, TimerQueue timers, long intervalMs, BrokerLog log) : TimerEntry
{
    public void Start() => timers.Arm(this, intervalMs);

    protected override void OnDue() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            if (await states.PruneAsync()) maintenance.CheckpointLogStartOffsets();
        }
        catch (IOException e)
        {
            log.Error("The states of share groups could not be pruned", e);
        }
        finally
        {
            timers.Arm(this, intervalMs);
        }
    }
}
