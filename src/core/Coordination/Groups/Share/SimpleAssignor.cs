using Levada.Protocol;

namespace Levada.Coordination.Groups.Share;

/// <summary>
/// Spreads partitions over the members of a share group: every partition has a member, every member has a partition of each topic
/// it subscribes to, and members share partitions where there are more members than partitions.
/// </summary>
/// <remarks>Balanced within each topic (all topics together where members subscribe to the same), then as before as far as possible.</remarks>
internal static class SimpleAssignor
{
    public const string Name = "simple";

    /// <param name="subscribers">The members of a pool of partitions, with what each has now.</param>
    /// <param name="partitions">The pool.</param>
    /// <param name="assign">Told each pair once.</param>
    public static void Assign(
        IReadOnlyList<(string MemberId, ShareAssignment Current)> subscribers, IReadOnlyList<(Uuid TopicId, int Partition)> partitions,
        Action<string, (Uuid TopicId, int Partition)> assign)
    {
        if (subscribers.Count == 0 || partitions.Count == 0) return;
        var members = new Quotas(subscribers.Count, partitions.Count);
        var shares = new Quotas(partitions.Count, subscribers.Count);
        var isTaken = new HashSet<(int Member, int Partition)>();
        for (var m = 0; m < subscribers.Count; m++)
        {
            for (var p = 0; p < partitions.Count && members.HasRoom(m); p++)
            {
                if (!subscribers[m].Current.Contains(partitions[p].TopicId, partitions[p].Partition) || !shares.HasRoom(p)) continue;
                Take(m, p);
            }
        }

        // Each side has as many places as the other; who is left over on one side always finds a partner.
        for (var p = 0; p < partitions.Count; p++)
        {
            for (var m = 0; m < subscribers.Count && shares.HasRoom(p); m++)
            {
                if (members.HasRoom(m) && !isTaken.Contains((m, p))) Take(m, p);
            }
        }

        void Take(int m, int p)
        {
            members.Take(m);
            shares.Take(p);
            isTaken.Add((m, p));
            assign(subscribers[m].MemberId, partitions[p]);
        }
    }

    /// <summary>How many partners each of one side may have; some have one more than the others.</summary>
    private sealed class Quotas(int count, int partnerCount)
    {
        private readonly int[] _taken = new int[count];
        private readonly int _least = Math.Max(1, partnerCount / count);
        private int _extraCount = partnerCount >= count ? partnerCount % count : 0;

        public bool HasRoom(int index) => _taken[index] < _least || _taken[index] == _least && _extraCount > 0;

        public void Take(int index)
        {
            if (_taken[index]++ == _least) _extraCount--;
        }
    }
}
