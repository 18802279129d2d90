using Levada.Client;
using Levada.History.Events;

namespace Levada.History.Workloads.Share;

/// <summary>A member of a share group that accepts, releases, rejects, renews and forgets what it is given; it leaves, vanishes and comes back.</summary>
internal sealed class ShareWorker(WorkloadSettings settings, string name, ShareGroupEvent group) : IWorkload
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Random _random = settings.RandomOf(name);

    public void Run(CancellationToken stopping)
    {
        var member = new ShareMembership(group.Group, group.Topic);
        for (var number = 0; !stopping.IsCancellationRequested; number++)
        {
            if (TryConnect(settings.Address) is not { } connection)
            {
                stopping.WaitHandle.WaitOne(Interval);
                continue;
            }

            using (connection)
            {
                var notes = new ShareNotes(settings.Recorder, $"{name}/{number}", group.Group, group.Topic);
                // Who only lost a connection comes back as the member it was: the dead of a broker that restarts again and again never time out.
                var isStillMember = new ShareLife(connection, member, notes, group.LockMs, _random).Live(stopping);
                if (!isStillMember) member = new ShareMembership(group.Group, group.Topic);
            }
        }
    }

    private static ShareConnection? TryConnect(HostPort address)
    {
        try
        {
            return new ShareConnection(address);
        }
        catch (IOException)
        {
            // The broker is down.
            return null;
        }
    }
}
