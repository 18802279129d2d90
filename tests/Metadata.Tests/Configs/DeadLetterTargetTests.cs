using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Configs;

public sealed class DeadLetterTargetTests
{
    private const string Enabled = "errors.deadletterqueue.group.enable";

    [Fact]
    public void A_topic_that_its_owner_has_opened_takes_the_dead_letters()
    {
        var fixture = Fixture.WithBrokers(1);
        Create(fixture, "dlq.orders", (Enabled, "true"));
        Assert.Equal(new DeadLetterTarget("dlq.orders", null, IsToBeCreated: false), Find(fixture, "dlq.orders"));
    }

    [Theory]
    [InlineData("", "names no topic")]
    [InlineData("__dlq", "begins with '__'")]
    [InlineData("orders", "does not begin with 'dlq.'")]
    [InlineData("dlq.closed", Enabled)]
    [InlineData("dlq.absent", "does not exist")]
    [InlineData("dlq.no name", "cannot be the name")]
    [InlineData("dlq.source", "its own dead letters")]
    public void Any_other_is_refused_with_the_reason(string topic, string reason)
    {
        var fixture = Fixture.WithBrokers(1);
        Create(fixture, "orders", (Enabled, "true"));
        Create(fixture, "dlq.closed");
        Create(fixture, "dlq.source", (Enabled, "true"));
        Assert.Contains(reason, Find(fixture, topic).Problem);
    }

    [Fact]
    public void A_topic_that_is_not_there_is_made_where_the_cluster_allows_it_and_needs_no_prefix_where_none_is_asked_for()
    {
        var fixture = Fixture.WithBrokers(1, "errors.deadletterqueue.auto.create.topics.enable=true", "errors.deadletterqueue.topic.name.prefix=");
        Assert.Equal(new DeadLetterTarget("letters", null, IsToBeCreated: true), Find(fixture, "letters"));
        Assert.Equal(ErrorCode.None, fixture.Apply(TopicCreation.Decide(AutoCreation.DeadLetterRequest("letters"), fixture.Context)).Topics.Single().ErrorCode);
        Assert.Equal(new DeadLetterTarget("letters", null, IsToBeCreated: false), Find(fixture, "letters"));
        Assert.False(fixture.Configs.SettingsOf("letters").IsAppendTime);
    }

    [Theory]
    [InlineData(1, "dlq.orders", false)]
    [InlineData(2, "", false)]
    [InlineData(2, "dlq.orders", true)]
    public void Groups_have_dead_letters_from_the_second_level_of_the_feature_on_if_they_name_a_topic(short level, string topic, bool isNamed)
    {
        var fixture = Fixture.WithBrokers(1);
        fixture.Append([FeatureCatalog.Record(FeatureCatalog.ShareVersion, level)]);
        Assert.Equal(isNamed, DeadLetterTarget.IsNamed(Group(fixture, topic), fixture.Image.Features));
    }

    private static DeadLetterTarget Find(Fixture fixture, string topic) =>
        DeadLetterTarget.Find(Group(fixture, topic), "dlq.source", fixture.Configs, fixture.Image.Topics);

    private static GroupSettings Group(Fixture fixture, string topic) =>
        GroupSettings.Resolve(fixture.Configs.Broker, ConfigurationsImage.NoValues.SetItem("errors.deadletterqueue.topic.name", topic));

    private static void Create(Fixture fixture, string name, params (string Name, string Value)[] configs)
    {
        var request = new CreateTopicsRequest
        {
            Topics = [new() { Name = name, NumPartitions = 1, ReplicationFactor = 1, Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Name, Value = config.Value })] }],
        };
        Assert.Equal(ErrorCode.None, fixture.Apply(TopicCreation.Decide(request, fixture.Context)).Topics.Single().ErrorCode);
    }
}
