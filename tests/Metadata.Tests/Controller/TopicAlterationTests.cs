using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Controller;

public sealed class TopicAlterationTests
{
    private readonly Fixture _fixture = Fixture.WithBrokers(1);

    private DeleteTopicsResponse Delete(short version, params DeleteTopicsRequest.DeleteTopicState[] topics) =>
        _fixture.Apply(TopicDeletion.Decide(new DeleteTopicsRequest { Topics = topics }, version, _fixture.Context));

    [Fact]
    public void A_topic_goes_by_name_or_id_with_its_configurations()
    {
        _fixture.CreateTopic("a", 1, 1, ("retention.ms", "1"));
        var b = _fixture.CreateTopic("b").TopicId;

        var response = Delete(6, new() { Name = "a" }, new() { TopicId = b });

        Assert.All(response.Responses, result => Assert.Equal(ErrorCode.None, result.ErrorCode));
        Assert.Equal(("b", b), (response.Responses[1].Name, response.Responses[1].TopicId));
        Assert.Equal(0, _fixture.Image.Topics.Count);
        Assert.Null(_fixture.Image.Topics.Find(b));
        Assert.Empty(_fixture.Image.Configurations.Resources);
    }

    [Fact]
    public void A_recreated_topic_has_another_id()
    {
        var first = _fixture.CreateTopic("a").TopicId;
        Delete(6, new DeleteTopicsRequest.DeleteTopicState { Name = "a" });
        var second = _fixture.CreateTopic("a").TopicId;

        Assert.NotEqual(first, second);
        Assert.Null(_fixture.Image.Topics.Find(first));
        Assert.Equal("a", _fixture.Image.Topics.Find(second)!.Name);
    }

    [Fact]
    public void Unknown_and_repeated_topics_are_told_apart()
    {
        _fixture.CreateTopic("a");

        var response = Delete(
            6, new() { Name = "x" }, new() { TopicId = new Uuid(1, 2) }, new(), new() { Name = "a", TopicId = new Uuid(1, 2) },
            new() { Name = "a" }, new() { Name = "a" });

        Assert.Equal(
            [ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicId, ErrorCode.InvalidRequest, ErrorCode.InvalidRequest, ErrorCode.None, ErrorCode.InvalidRequest],
            response.Responses.Select(result => result.ErrorCode));
        Assert.Equal(0, _fixture.Image.Topics.Count);
    }

    [Theory]
    [InlineData(2, ErrorCode.InvalidRequest)]
    [InlineData(3, ErrorCode.TopicDeletionDisabled)]
    public void Disabled_deletion_is_told_in_the_words_of_the_version(short version, ErrorCode error)
    {
        var fixture = Fixture.WithBrokers(1, "delete.topic.enable=false");
        fixture.CreateTopic("a");
        var decision = TopicDeletion.Decide(new DeleteTopicsRequest { TopicNames = ["a"] }, version, fixture.Context);

        Assert.Equal(error, decision.Response.Responses[0].ErrorCode);
        Assert.Empty(decision.Records);
    }

    [Fact]
    public void Partitions_are_added_behind_the_old_ones()
    {
        _fixture.CreateTopic("a", partitions: 2);
        var before = _fixture.Image.Topics.Find("a")!.Partition(1);
        var decision = PartitionCreation.Decide(new CreatePartitionsRequest { Topics = [new() { Name = "a", Count = 5, Assignments = null }] }, _fixture.Context);
        var change = _fixture.Append(decision.Records);

        Assert.Equal(ErrorCode.None, decision.Response.Results[0].ErrorCode);
        Assert.Equal(5, _fixture.Image.Topics.Find("a")!.PartitionCount);
        Assert.Same(before, _fixture.Image.Topics.Find("a")!.Partition(1));
        Assert.Equal([2, 3, 4], change.Partitions.Where(partition => partition.Before is null).Select(partition => partition.Partition));
    }

    [Theory]
    [InlineData("a", 2, ErrorCode.InvalidPartitions)]
    [InlineData("a", 1, ErrorCode.InvalidPartitions)]
    [InlineData("a", 20_000, ErrorCode.PolicyViolation)]
    [InlineData("x", 3, ErrorCode.UnknownTopicOrPartition)]
    public void A_count_that_does_not_grow_the_topic_is_refused(string name, int count, ErrorCode error)
    {
        _fixture.CreateTopic("a", partitions: 2);
        var request = new CreatePartitionsRequest { Topics = [new() { Name = name, Count = count, Assignments = null }] };

        Assert.Equal(error, PartitionCreation.Decide(request, _fixture.Context).Response.Results[0].ErrorCode);
    }

    [Fact]
    public void Assigned_partitions_are_checked()
    {
        _fixture.CreateTopic("a");
        CreatePartitionsRequest Request(params int[][] brokers) => new()
        {
            Topics = [new() { Name = "a", Count = 2, Assignments = [.. brokers.Select(ids => new CreatePartitionsRequest.CreatePartitionsAssignment { BrokerIds = ids })] }],
        };

        Assert.Equal(ErrorCode.None, PartitionCreation.Decide(Request([1]), _fixture.Context).Response.Results[0].ErrorCode);
        Assert.Equal(ErrorCode.InvalidReplicaAssignment, PartitionCreation.Decide(Request([1], [1]), _fixture.Context).Response.Results[0].ErrorCode);
        Assert.Equal(ErrorCode.InvalidReplicaAssignment, PartitionCreation.Decide(Request([2]), _fixture.Context).Response.Results[0].ErrorCode);
    }
}
