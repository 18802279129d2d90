using System.Collections.Immutable;
using Levada.Metadata.Configs;

namespace Levada.Metadata.Tests.Configs;

public sealed class BrokerConfigTests
{
    private static BrokerConfigResult Load(string? file, string[]? overrides = null, params (string, string)[] environment) =>
        BrokerConfig.Load(new BrokerConfigSources
        {
            PropertiesFile = file,
            Overrides = overrides ?? [],
            Environment = [.. environment.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))],
        });

    private static BrokerConfig Valid(BrokerConfigResult result)
    {
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    [Fact]
    public void Without_a_file_one_node_on_loopback_is_ready_for_a_first_try()
    {
        var result = Load(null);
        var config = Valid(result);

        Assert.Empty(result.Warnings);
        Assert.Empty(result.Advice);
        Assert.Equal(1, config.NodeId);
        Assert.Equal([new Listener("PLAINTEXT", "127.0.0.1", 9092, SecurityProtocol.Plaintext, "127.0.0.1", 9092)], config.Listeners);
        Assert.Equal(["./levada-data"], config.LogDirs);
        Assert.Equal("./levada-data", config.MetadataLogDir);
        Assert.Equal(1, config.OffsetsTopicReplicationFactor);
        Assert.Equal(0, config.GroupInitialRebalanceDelayMs);
        Assert.True(config.IsTopicAutoCreated);
        Assert.Equal(["http://127.0.0.1:8080"], config.HttpListeners);
    }

    [Fact]
    public void A_file_keeps_Kafkas_defaults_and_says_what_will_not_work()
    {
        var result = Load("node.id=4\nprocess.roles=broker,controller\ncontroller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093\nlog.dirs=/data");
        var config = Valid(result);

        Assert.Equal(3, config.OffsetsTopicReplicationFactor);
        Assert.Equal(3000, config.GroupInitialRebalanceDelayMs);
        Assert.Equal("PLAINTEXT", Assert.Single(config.Listeners).Name);
        var advice = Assert.Single(result.Advice);
        Assert.Contains("__consumer_offsets", advice);
        Assert.Contains("offsets.topic.replication.factor=1", advice);
    }

    [Theory]
    [InlineData("log.dirs=/first/,/second\nmetadata.log.dir=/second/.", "/second")]
    [InlineData("log.dirs=./first\nmetadata.log.dir=first/", "./first")]
    [InlineData("log.dirs=/first/,/second\nmetadata.log.dir=", "/first/")]
    public void The_metadata_log_has_one_of_the_log_directories_however_it_is_written(string lines, string directory) =>
        Assert.Equal(directory, Valid(Load($"node.id=1\n{lines}")).MetadataLogDir);

    [Fact]
    public void Overrides_beat_the_environment_which_beats_the_file()
    {
        var config = Valid(Load(
            "num.partitions=2\nlog.segment.bytes=2000000\nlog.retention.bytes=7",
            ["num.partitions=4"],
            ("KAFKA_NUM_PARTITIONS", "3"), ("KAFKA_LOG_SEGMENT_BYTES", "3000000")));

        Assert.Equal(4, config.NumPartitions);
        Assert.Equal(3_000_000, config.GetInt("log.segment.bytes"));
        Assert.Equal(7, config.GetLong("log.retention.bytes"));
    }

    [Fact]
    public void Unknown_names_warn_and_the_start_goes_on()
    {
        var result = Load("zookeeper.connect=localhost\nnode.id=1", ["nonsense=1"], ("KAFKA_NO_SUCH", "x"), ("KAFKA_HEAP_OPTS", "-Xmx1g"));

        Valid(result);
        Assert.Contains("server.properties:1: unknown name zookeeper.connect is passed over", result.Warnings);
        Assert.Contains("KAFKA_NO_SUCH: unknown name no.such is passed over", result.Warnings);
        Assert.Contains("--override: unknown name nonsense is passed over", result.Warnings);
        Assert.DoesNotContain(result.Warnings, warning => warning.Contains("HEAP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("num.partitions=zero", "server.properties:2: num.partitions=zero: must be a 32-bit whole number")]
    [InlineData("num.partitions=0", "server.properties:2: num.partitions=0: must be at least 1")]
    [InlineData("listeners=localhost:9092", "server.properties:2: listeners=localhost:9092: 'localhost:9092' must be NAME://host:port")]
    [InlineData("listeners=SSL://localhost:9093", "server.properties:2: listeners=SSL://localhost:9093: SSL speaks SSL, which is not served yet; only PLAINTEXT is")]
    [InlineData("listeners=PLAINTEXT://a:1,PLAINTEXT://b:2", "server.properties:2: listeners=PLAINTEXT://a:1,PLAINTEXT://b:2: the name PLAINTEXT stands twice")]
    [InlineData("listeners=CONTROLLER://a:1", "server.properties:2: listeners=CONTROLLER://a:1: names no listener for clients")]
    [InlineData("advertised.listeners=OTHER://a:1", "server.properties:2: advertised.listeners=OTHER://a:1: there is no listener OTHER")]
    [InlineData("advertised.listeners=PLAINTEXT://0.0.0.0:1", "server.properties:2: advertised.listeners=PLAINTEXT://0.0.0.0:1: PLAINTEXT must name a host that clients can reach")]
    [InlineData("process.roles=broker", "server.properties:2: process.roles=broker: must be broker,controller; nodes with one role come with clusters")]
    [InlineData("controller.quorum.voters=1@a:9093,2@b:9093", "server.properties:2: controller.quorum.voters=1@a:9093,2@b:9093: node 2 is another node; clusters are not served yet, leave only 1")]
    [InlineData("controller.quorum.bootstrap.servers=b:9093", "server.properties:2: controller.quorum.bootstrap.servers=b:9093: b:9093 is not this node's controller listener; clusters are not served yet")]
    [InlineData("log.retention.hours=0", "server.properties:2: log.retention.hours=0: must be -1 or at least 1")]
    [InlineData("metadata.log.dir=/elsewhere", "server.properties:2: metadata.log.dir=/elsewhere: must be one of log.dirs; a directory for the metadata log alone is not served yet")]
    [InlineData("log.dirs=/a,/b/,/a/.", "server.properties:2: log.dirs=/a,/b/,/a/.: /a/. stands twice")]
    [InlineData("broker.id=2", "server.properties:2: broker.id=2: must equal node.id, which is 1")]
    [InlineData("http.listeners=https://a:1", "server.properties:2: http.listeners=https://a:1: 'https://a:1' must be http://host:port")]
    [InlineData("max.connections.per.ip.overrides=a", "server.properties:2: max.connections.per.ip.overrides=a: must be pairs of host:count")]
    [InlineData("levada.durability=tape", "server.properties:2: levada.durability=tape: must be one of disk, page-cache")]
    public void A_bad_value_is_one_line_with_place_name_value_and_rule(string line, string error)
    {
        var result = Load($"node.id=1\n{line}");

        Assert.Null(result.Config);
        Assert.Equal([error], result.Errors);
    }

    [Fact]
    public void A_secret_is_not_printed()
    {
        var result = Load("ssl.key.password=s3cret\nnum.partitions=x");

        Assert.DoesNotContain(result.Errors.Concat(result.Warnings), line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void An_override_without_a_value_is_refused() =>
        Assert.Equal(["--override num.partitions: must be name=value"], Load(null, ["num.partitions"]).Errors);

    [Fact]
    public void The_old_name_of_the_node_id_is_taken_with_a_warning()
    {
        var result = Load("broker.id=7");

        Assert.Equal(7, Valid(result).NodeId);
        Assert.Contains(result.Warnings, warning => warning.Contains("broker.id", StringComparison.Ordinal));
    }

    [Fact]
    public void A_container_as_test_modules_start_it_is_understood()
    {
        var config = Valid(Load(
            null,
            null,
            ("CLUSTER_ID", "4L6g3nShT-eMCtK--X86sw"),
            ("KAFKA_NODE_ID", "1"),
            ("KAFKA_PROCESS_ROLES", "broker,controller"),
            ("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
            ("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9094"),
            ("KAFKA_LISTENERS", "PLAINTEXT://:9092,BROKER://:9093,CONTROLLER://:9094"),
            ("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://localhost:32768,BROKER://kafka:9093"),
            ("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "BROKER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            ("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER")));

        Assert.Equal("4L6g3nShT-eMCtK--X86sw", config.ClusterId);
        Assert.Equal(
            [
                new Listener("PLAINTEXT", "", 9092, SecurityProtocol.Plaintext, "localhost", 32768),
                new Listener("BROKER", "", 9093, SecurityProtocol.Plaintext, "kafka", 9093),
            ],
            config.Listeners);
    }

    [Fact]
    public void Advertised_addresses_alone_open_the_same_ports_everywhere()
    {
        var config = Valid(Load(null, null, ("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:29092")));

        Assert.Equal([new Listener("PLAINTEXT", "0.0.0.0", 29092, SecurityProtocol.Plaintext, "kafka", 29092)], config.Listeners);
    }

    [Fact]
    public void Kafkas_own_combined_example_starts()
    {
        var config = Valid(Load("""
            process.roles=broker,controller
            node.id=1
            controller.quorum.bootstrap.servers=localhost:9093
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            inter.broker.listener.name=PLAINTEXT
            advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
            log.dirs=/tmp/kraft-combined-logs
            num.partitions=1
            log.retention.hours=168
            """));

        Assert.Equal([new Listener("PLAINTEXT", "", 9092, SecurityProtocol.Plaintext, "localhost", 9092)], config.Listeners);
        Assert.Equal(168L * 3_600_000, config.LogRetentionMs);
    }

    [Fact]
    public void A_bracketed_address_is_IPv6()
    {
        var config = Valid(Load("node.id=1\nlisteners=PLAINTEXT://[::1]:9092"));

        Assert.Equal("::1", config.Listeners[0].Host);
    }

    [Fact]
    public void Retention_is_taken_from_its_most_precise_name()
    {
        Assert.Equal(5, Valid(Load("log.retention.ms=5\nlog.retention.minutes=6\nlog.retention.hours=7")).LogRetentionMs);
        Assert.Equal(6 * 60_000, Valid(Load("log.retention.minutes=6\nlog.retention.hours=7")).LogRetentionMs);
        Assert.Equal(7 * 3_600_000, Valid(Load("log.retention.hours=7")).LogRetentionMs);
        Assert.Equal(-1, Valid(Load("log.retention.ms=-1")).LogRetentionMs);
    }

    [Fact]
    public void Memory_for_requests_is_a_quarter_but_at_most_256_MiB()
    {
        Assert.Equal(25, Valid(Load(null)).QueuedRequestBytesMax(100));
        Assert.Equal(256L << 20, Valid(Load(null)).QueuedRequestBytesMax(long.MaxValue));
        Assert.Equal(9, Valid(Load(null, ["queued.max.request.bytes=9"])).QueuedRequestBytesMax(100));
    }

    [Fact]
    public void Altered_values_that_cannot_hold_are_left_out()
    {
        static ImmutableSortedDictionary<string, string> Values(params (string, string)[] pairs) =>
            pairs.ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        var config = Valid(Load(null)).WithDynamic(
            Values(("num.partitions", "9"), ("ssl.keystore.type", "PEM"), ("log.segment.bytes", "x"), ("no.such", "1")),
            Values(("ssl.keystore.type", "OTHER"), ("ssl.truststore.type", "OTHER"), ("log.segment.bytes", "2000000")));

        Assert.Equal(1, config.NumPartitions);
        Assert.Equal("PEM", config.Find("ssl.keystore.type"));
        Assert.Equal("JKS", config.Find("ssl.truststore.type"));
        Assert.Equal(2_000_000, config.GetInt("log.segment.bytes"));
    }
}
