using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Operations.Tests;

/// <summary>Where a share group stands, as operators are told while nobody fetches.</summary>
public sealed class ShareLagTests
{
    private const sbyte Accept = 1;
    private const sbyte Release = 2;

    [Fact]
    public async Task Records_that_left_the_log_are_neither_before_the_group_nor_its_start()
    {
        await using var broker = HostedBroker.Start("share.coordinator.state.topic.num.partitions=1");
        using (var wire = broker.Connect())
        {
            var member = await JoinAsync(wire, "gone");
            member.Fetch(maxWaitMs: 60_000);
            Acknowledge(member, Accept, Release, Accept);
            member.Leave();
            Assert.Equal((1, 1), await StandingAsync(wire, "gone"));
            wire.ProduceRecord("gone");
            Assert.Equal((ErrorCode.None, 2), wire.DeleteRecords("gone", 2));
            Assert.Equal((3, 1), await StandingAsync(wire, "gone"));
        }

        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal((3, 1), await StandingAsync(again, "gone"));
        Assert.Equal((ErrorCode.None, 4), again.DeleteRecords("gone", 4));
        Assert.Equal((4, 0), await StandingAsync(again, "gone"));
    }

    [Fact]
    public async Task What_is_acknowledged_is_behind_the_group_at_once_and_after_a_restart()
    {
        await using var broker = HostedBroker.Start("share.coordinator.state.topic.num.partitions=1");
        using (var wire = broker.Connect())
        {
            var member = await JoinAsync(wire, "done");
            member.Fetch(maxWaitMs: 60_000);
            Acknowledge(member, Accept, Accept, Accept);
            Assert.Equal((3, 0), await StandingAsync(wire, "done"));
        }

        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal((3, 0), await StandingAsync(again, "done"));
    }

    [Fact]
    public async Task A_transactions_marker_is_behind_the_group_once_a_member_has_met_it()
    {
        await using var broker = HostedBroker.Start("transaction.state.log.num.partitions=1", "share.coordinator.state.topic.num.partitions=1");
        using var wire = broker.Connect();
        var member = await JoinAsync(wire, "marked");
        Plausible.FindTransactionCoordinator(wire, "writer");
        var writer = new TransactionalWire(wire, "writer", isVersion2: true);
        Assert.Equal(ErrorCode.None, writer.Init());
        Assert.Equal(ErrorCode.None, writer.Produce("marked", 0, "a"));
        // Their times are far apart, so each is in a segment of its own, and a fetch reads but one.
        foreach (var last in (long[])[2, 3])
            Assert.Equal(last, member.Fetch(maxWaitMs: 60_000).Responses.Single().Partitions.Single().AcquiredRecords.Single().LastOffset);
        Acknowledge(member, Accept, Accept, Accept, Accept);
        Assert.Equal(ErrorCode.None, writer.End(isCommit: true));
        Assert.Equal((4, 1), await StandingAsync(wire, "marked"));
        Assert.Empty(member.Fetch().Responses.SelectMany(topic => topic.Partitions).SelectMany(partition => partition.AcquiredRecords));
        Assert.Equal((5, 0), await StandingAsync(wire, "marked"));
    }

    /// <summary>A member of a group of the same name as its topic, which holds three records.</summary>
    private static async Task<ShareMember> JoinAsync(WireConnection wire, string name)
    {
        await Eventually.TrueAsync(
            () => wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 3, new() { Key = name }).ErrorCode == ErrorCode.None,
            "the group has a coordinator");
        return ShareMember.Join(wire, name);
    }

    private static void Acknowledge(ShareMember member, params sbyte[] types) => Assert.Equal(
        ErrorCode.None,
        member.Acknowledge(2, member.NextSessionEpoch(), new ShareAcknowledgeRequest.AcknowledgementBatch
        {
            FirstOffset = 0, LastOffset = types.Length - 1, AcknowledgeTypes = types,
        }).Responses.Single().Partitions.Single().ErrorCode);

    private static async Task<(long StartOffset, long Lag)> StandingAsync(WireConnection wire, string group)
    {
        DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                var described = wire.Ask<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>(
                    ApiKey.DescribeShareGroupOffsets, 1, new() { Groups = [new() { GroupId = group, Topics = null }] }).Groups.Single();
                if (described.ErrorCode == ErrorCode.None) found = described.Topics.Single().Partitions.Single();
                return found is { ErrorCode: ErrorCode.None };
            },
            "both coordinators have read their logs");
        return (found!.Value.StartOffset, found.Value.Lag);
    }
}
