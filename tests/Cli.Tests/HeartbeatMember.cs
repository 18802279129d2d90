using Levada.Client;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Cli.Tests;

/// <summary>A member of a consumer or share group that does nothing but be one: commands are to see it.</summary>
internal sealed class HeartbeatMember(string address, string group, string topic, bool isShared) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly KafkaClient _client = new(new ClientOptions { Bootstrap = [HostPort.TryParseList(address, out var addresses, out _) ? addresses[0] : default] });
    private readonly string _memberId = Guid.NewGuid().ToString("N");

    public int Epoch { get; private set; }

    /// <summary>Joins, and comes back until it has partitions.</summary>
    public async Task JoinAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _client.RefreshMetadataAsync([topic], cancellationToken: patience.Token);
        while (!await BeatAsync(Epoch, patience.Token)) await _client.RefreshMetadataAsync([topic], cancellationToken: patience.Token);
    }

    public async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await BeatAsync(-1, patience.Token);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task<bool> BeatAsync(int epoch, CancellationToken cancellationToken) =>
        isShared ? BeatSharedAsync(epoch, cancellationToken) : BeatConsumerAsync(epoch, cancellationToken);

    private async Task<bool> BeatConsumerAsync(int epoch, CancellationToken cancellationToken)
    {
        var response = await _client.RetryAsync(async () =>
        {
            var node = await _client.CoordinatorOfAsync(group, cancellationToken);
            return await _client.SendToNodeAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                node, ApiKey.ConsumerGroupHeartbeat, _ => new()
                {
                    GroupId = group, MemberId = _memberId, MemberEpoch = epoch, RebalanceTimeoutMs = 60_000, SubscribedTopicNames = [topic],
                    TopicPartitions = epoch == 0 ? [] : null,
                },
                cancellationToken);
        }, cancellationToken);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Epoch = response.MemberEpoch;
        return response.Assignment is { TopicPartitions.Length: > 0 };
    }

    private async Task<bool> BeatSharedAsync(int epoch, CancellationToken cancellationToken)
    {
        var response = await _client.RetryAsync(async () =>
        {
            var node = await _client.CoordinatorOfAsync(group, cancellationToken);
            return await _client.SendToNodeAsync<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(
                node, ApiKey.ShareGroupHeartbeat, _ => new() { GroupId = group, MemberId = _memberId, MemberEpoch = epoch, SubscribedTopicNames = [topic] },
                cancellationToken);
        }, cancellationToken);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Epoch = response.MemberEpoch;
        return response.Assignment is { TopicPartitions.Length: > 0 };
    }
}
