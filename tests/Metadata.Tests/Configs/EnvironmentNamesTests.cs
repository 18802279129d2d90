using CsCheck;
using Levada.Metadata.Configs;

namespace Levada.Metadata.Tests.Configs;

public sealed class EnvironmentNamesTests
{
    [Theory]
    [InlineData("KAFKA_LOG_DIRS", "log.dirs")]
    [InlineData("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "auto.create.topics.enable")]
    [InlineData("KAFKA_LISTENER_NAME_A__B_SSL_KEY", "listener.name.a_b.ssl.key")]
    [InlineData("KAFKA_X___Y", "x-y")]
    [InlineData("KAFKA_X____Y", "x-.y")]
    [InlineData("KAFKA_HEAP_OPTS", null)]
    [InlineData("KAFKA_LOG4J_ROOT_LOGLEVEL", null)]
    [InlineData("KAFKA_", null)]
    [InlineData("PATH", null)]
    public void The_images_rule_names_a_config(string variable, string? name) =>
        Assert.Equal(name, EnvironmentNames.ToConfigName(variable));

    [Fact]
    public void Every_config_is_reached_by_its_variable()
    {
        foreach (var definition in ConfigDefinitions.Broker.Definitions)
        {
            var variable = "KAFKA_" + definition.Name
                .Replace("-", "___", StringComparison.Ordinal).Replace("_", "__", StringComparison.Ordinal)
                .Replace('.', '_').ToUpperInvariant();
            Assert.Equal(definition.Name, EnvironmentNames.ToConfigName(variable));
        }
    }

    [Fact]
    public void No_variable_makes_it_throw() =>
        Gen.String[Gen.Char["KAFK_ab"], 0, 20].Sample(variable => EnvironmentNames.ToConfigName(variable) is null or { Length: > 0 });
}
