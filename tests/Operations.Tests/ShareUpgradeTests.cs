using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Operations.Tests;

/// <summary>A directory that was written at share.version 1, which knows no dead letters.</summary>
public sealed class ShareUpgradeTests
{
    private const sbyte GroupResource = 32;
    private const sbyte Upgrade = 1;
    private const sbyte SafeDowngrade = 2;
    private const sbyte Accept = 1;
    private const sbyte Release = 2;
    private const sbyte Reject = 3;

    [Fact]
    public async Task Level_1_writes_nothing_of_dead_letters_and_level_2_goes_on_from_what_it_wrote()
    {
        await using var broker = HostedBroker.Start("share.coordinator.state.topic.num.partitions=1");
        using (var wire = broker.Connect())
        {
            SetLevel(wire, 1, SafeDowngrade);
            wire.CreateTopic("dlq.jobs", configs: ("errors.deadletterqueue.group.enable", "true"));
            wire.SetConfig(GroupResource, "jobs", "errors.deadletterqueue.topic.name", "dlq.jobs");
            await Eventually.TrueAsync(() => FindCoordinator(wire) == ErrorCode.None, "the group has a coordinator");
            var member = ShareMember.Join(wire, "jobs", recordCount: 4);
            Assert.Equal((0, 3), Fetch(member));
            Assert.Equal(ErrorCode.None, Acknowledge(member, 0, 2, Accept, Release, Reject));
            var before = await DescribeAsync(wire);
            Assert.Equal((1, 2), (before.StartOffset, before.Lag));
            Assert.Equal([(1, 1, 0, 1), (2, 2, 4, 1)], States(wire, member.TopicId, before.LeaderEpoch).Where(state => state.Last > 0));
            member.Leave();
        }

        await broker.RestartAsync();
        using (var wire = broker.Connect())
        {
            SetLevel(wire, 2, Upgrade);
            var after = await DescribeAsync(wire);
            Assert.Equal((1, 2), (after.StartOffset, after.Lag));
        }

        await broker.RestartAsync();
        using var upgraded = broker.Connect();
        var described = await DescribeAsync(upgraded);
        Assert.Equal((1, 2), (described.StartOffset, described.Lag));
        Assert.Equal(0, upgraded.OffsetAt("dlq.jobs", WireQuestions.Latest));
        var rejoined = ShareMember.Join(upgraded, "jobs", "jobs", upgraded.Metadata().Topics.Single(topic => topic.Name == "jobs").TopicId);
        Assert.Equal((1, 1), Fetch(rejoined));
        Assert.Equal(ErrorCode.None, Acknowledge(rejoined, 1, 1, Reject));
        await Eventually.TrueAsync(() => upgraded.OffsetAt("dlq.jobs", WireQuestions.Latest) == 1, "the record becomes a dead letter");
        await Eventually.TrueAsync(() => DescribeAsync(upgraded).GetAwaiter().GetResult() is { StartOffset: 3, Lag: 1 }, "it is done with");
    }

    private static void SetLevel(WireConnection wire, short level, sbyte type) => Assert.Equal(
        ErrorCode.None,
        wire.Ask<UpdateFeaturesRequest, UpdateFeaturesResponse>(ApiKey.UpdateFeatures, 1, new()
        {
            TimeoutMs = 60_000, FeatureUpdates = [new() { Feature = "share.version", MaxVersionLevel = level, UpgradeType = type }],
        }).ErrorCode);

    private static ErrorCode FindCoordinator(WireConnection wire) =>
        wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 3, new() { Key = "jobs" }).ErrorCode;

    private static (long First, long Last) Fetch(ShareMember member)
    {
        var acquired = member.Fetch(maxWaitMs: 60_000).Responses.Single().Partitions.Single().AcquiredRecords[0];
        return (acquired.FirstOffset, acquired.LastOffset);
    }

    private static ErrorCode Acknowledge(ShareMember member, long first, long last, params sbyte[] types) =>
        member.Acknowledge(2, member.NextSessionEpoch(), new ShareAcknowledgeRequest.AcknowledgementBatch
        {
            FirstOffset = first, LastOffset = last, AcknowledgeTypes = types,
        }).Responses.Single().Partitions.Single().ErrorCode;

    /// <summary>The states as they are persisted.</summary>
    private static IEnumerable<(int First, int Last, int State, int DeliveryCount)> States(WireConnection wire, Uuid topicId, int leaderEpoch)
    {
        var read = wire.Ask<ReadShareGroupStateRequest, ReadShareGroupStateResponse>(ApiKey.ReadShareGroupState, 0, new()
        {
            GroupId = "jobs", Topics = [new() { TopicId = topicId, Partitions = [new() { Partition = 0, LeaderEpoch = leaderEpoch }] }],
        }).Results.Single().Partitions.Single();
        Assert.Equal(ErrorCode.None, read.ErrorCode);
        return read.StateBatches.Select(batch => ((int)batch.FirstOffset, (int)batch.LastOffset, (int)batch.DeliveryState, (int)batch.DeliveryCount));
    }

    private static async Task<DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition> DescribeAsync(WireConnection wire)
    {
        DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                var described = wire.Ask<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>(
                    ApiKey.DescribeShareGroupOffsets, 1, new() { Groups = [new() { GroupId = "jobs", Topics = null }] }).Groups.Single();
                if (described.ErrorCode == ErrorCode.None) found = described.Topics.Single().Partitions.Single();
                return found is { ErrorCode: ErrorCode.None };
            },
            "both coordinators have read their logs");
        return found!.Value;
    }
}
