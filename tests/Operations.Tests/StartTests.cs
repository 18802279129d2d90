using System.Net;
using System.Net.Sockets;
using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>Everything that a start promises, as an operator sees it.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = LevadaProcess.FreePort();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_empty_directory_is_formatted_and_the_ready_lines_are_printed()
    {
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port);
        Assert.Contains(broker.Output, line => line.Contains("[KafkaServer id=1] started", StringComparison.Ordinal));
        Assert.Contains(broker.Output, line => line.Contains("Transitioning from RECOVERY to RUNNING", StringComparison.Ordinal));
        Assert.Contains("Started Kafka API server", broker.Output);
        Assert.Contains(broker.Output, line => line.Contains($"127.0.0.1:{_port}", StringComparison.Ordinal));
        Assert.Contains(broker.Output, line => line.Contains(_directory.File("data"), StringComparison.Ordinal));
        Assert.Empty(broker.Errors);

        var meta = MetaProperties();
        Assert.Equal(("1", "1"), (meta["version"], meta["node.id"]));
        using var wire = LevadaProcess.Connect(_port);
        Assert.Equal(wire.Metadata().ClusterId, meta["cluster.id"]);
        Assert.False(string.IsNullOrEmpty(meta["directory.id"]));
    }

    [Fact]
    public async Task The_environment_names_the_cluster_and_sets_properties()
    {
        const string ClusterId = "4L6g3nShT-eMCtK--X86sw";
        await using var broker = await LevadaProcess.StartBrokerAsync(
            _directory, _port, environment: [("CLUSTER_ID", ClusterId), ("KAFKA_NODE_ID", "7"), ("KAFKA_NUM_PARTITIONS", "5"), ("KAFKA_LOG_DIRS", "elsewhere")]);
        using var wire = LevadaProcess.Connect(_port);
        var metadata = wire.Metadata();
        Assert.Equal((ClusterId, 7), (metadata.ClusterId, metadata.Brokers.Single().NodeId));

        // An override on the command line wins over the environment.
        Assert.Equal(ClusterId, MetaProperties()["cluster.id"]);
        wire.CreateTopic("defaulted", partitionCount: -1);
        Assert.Equal(5, wire.Metadata().Topics.Single().Partitions.Length);
    }

    [Fact]
    public async Task An_unknown_property_is_a_warning()
    {
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port, ["no.such.property=1"]);
        await Eventually.TrueAsync(() => broker.Errors.Count > 0, "the other stream is read as well");
        var line = Assert.Single(broker.Errors);
        Assert.StartsWith("levada: warning: ", line);
        Assert.Contains("no.such.property", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("num.partitions=many", "num.partitions")]
    [InlineData("log.retention.ms=soon", "log.retention.ms")]
    [InlineData("listeners=PLAINTEXT//nowhere", "listeners")]
    [InlineData("levada.durability=perhaps", "levada.durability")]
    [InlineData("node.id=-4", "node.id")]
    public async Task A_bad_value_ends_the_start_with_one_line(string assignment, string name) =>
        Assert.Contains(name, await RefusalAsync([.. LevadaProcess.BrokerArguments(_port), "--override", assignment]), StringComparison.Ordinal);

    [Fact]
    public async Task A_properties_file_that_is_missing_ends_the_start_with_one_line() =>
        Assert.Contains("nowhere.properties", await RefusalAsync(["start", "nowhere.properties"]), StringComparison.Ordinal);

    [Fact]
    public async Task A_properties_file_without_internal_topic_lines_gets_one_line_of_advice()
    {
        await File.WriteAllTextAsync(_directory.File("server.properties"), $"""
            process.roles=broker,controller
            node.id=3
            controller.quorum.bootstrap.servers=localhost:9093
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:{_port},CONTROLLER://:9093
            log.dirs=data
            http.listeners=
            """, TestContext.Current.CancellationToken);
        await using var broker = LevadaProcess.Start(_directory.Path, ["start", "server.properties"]);
        await broker.WaitUntilReadyAsync();
        await Eventually.TrueAsync(() => broker.Errors.Count > 0, "the other stream is read as well");
        var advice = Assert.Single(broker.Errors);
        Assert.Contains("__consumer_offsets cannot be created", advice, StringComparison.Ordinal);
        Assert.Contains("offsets.topic.replication.factor=1", advice, StringComparison.Ordinal);
        using var wire = LevadaProcess.Connect(_port);
        Assert.Equal(3, wire.Metadata().Brokers.Single().NodeId);
    }

    [Fact]
    public async Task A_second_process_on_a_directory_is_refused_in_one_line_and_the_first_goes_on()
    {
        await using var first = await LevadaProcess.StartBrokerAsync(_directory, _port);
        var refusal = await RefusalAsync(LevadaProcess.BrokerArguments(LevadaProcess.FreePort()));
        Assert.Contains("in use by another process", refusal, StringComparison.Ordinal);
        using var wire = LevadaProcess.Connect(_port);
        wire.CreateTopic("still-here");
    }

    [Fact]
    public async Task A_directory_of_another_node_or_cluster_is_refused_in_one_line()
    {
        await using (var first = await LevadaProcess.StartBrokerAsync(_directory, _port)) await first.SignalAsync(LevadaProcess.Terminate);
        var arguments = LevadaProcess.BrokerArguments(_port);
        Assert.Contains("belongs to node 1", await RefusalAsync([.. arguments, "--override", "node.id=2"]), StringComparison.Ordinal);
        var refusal = await RefusalAsync(arguments, ("CLUSTER_ID", "4L6g3nShT-eMCtK--X86sw"));
        Assert.Contains($"belongs to cluster {MetaProperties()["cluster.id"]}", refusal, StringComparison.Ordinal);
        Assert.Contains("4L6g3nShT-eMCtK--X86sw", refusal, StringComparison.Ordinal);

        // The same cluster's name is no contradiction.
        await using var again = await LevadaProcess.StartBrokerAsync(_directory, _port, environment: [("CLUSTER_ID", MetaProperties()["cluster.id"])]);
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_with_one_line_and_leaves_the_directory_free()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        taken.Listen();
        var refusal = await RefusalAsync(LevadaProcess.BrokerArguments(_port));
        Assert.Contains($"127.0.0.1:{_port}", refusal, StringComparison.Ordinal);
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, LevadaProcess.FreePort());
    }

    [Fact]
    public async Task A_taken_http_port_is_a_warning_and_the_broker_goes_on()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var endPoint = (IPEndPoint)taken.LocalEndPoint!;
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port, [$"http.listeners=http://{endPoint}"]);
        await Eventually.TrueAsync(
            () => broker.Output.Any(line => line.Contains("WARN", StringComparison.Ordinal) && line.Contains($"http://{endPoint}", StringComparison.Ordinal)),
            "a warning names the taken port");
        using var wire = LevadaProcess.Connect(_port);
        wire.CreateTopic("served");
    }

    [Theory]
    [InlineData(LevadaProcess.Terminate)]
    [InlineData(LevadaProcess.Interrupt)]
    public async Task A_signal_shuts_down_cleanly(int signal)
    {
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port);
        byte[] before;
        using (var wire = LevadaProcess.Connect(_port)) before = Fill(wire);
        Assert.Equal(0, await broker.SignalAsync(signal));
        Assert.True(File.Exists(_directory.File("data/.kafka_cleanshutdown")));
        Assert.Empty(broker.Errors);
        await AssertServesAfterRestartAsync(before);
        Assert.False(File.Exists(_directory.File("data/.kafka_cleanshutdown")));
    }

    [Fact]
    public async Task After_kill_9_equal_records_are_served()
    {
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port);
        byte[] before;
        using (var wire = LevadaProcess.Connect(_port)) before = Fill(wire);
        await broker.KillAsync();
        Assert.False(File.Exists(_directory.File("data/.kafka_cleanshutdown")));
        await AssertServesAfterRestartAsync(before);
    }

    [Fact]
    public async Task After_kill_9_deleted_records_stay_deleted()
    {
        const int Start = 7;
        await using var broker = await LevadaProcess.StartBrokerAsync(_directory, _port);
        using (var wire = LevadaProcess.Connect(_port))
        {
            wire.CreateTopic("trimmed");
            for (var i = 0; i < 10; i++) wire.ProduceRecord("trimmed");
            Assert.Equal((ErrorCode.None, Start), wire.DeleteRecords("trimmed", Start));
        }

        await broker.KillAsync();
        await using var again = await LevadaProcess.StartBrokerAsync(_directory, _port);
        using var reader = LevadaProcess.Connect(_port);
        Assert.Equal((Start, 10), (reader.OffsetAt("trimmed", WireQuestions.Earliest), reader.OffsetAt("trimmed", WireQuestions.Latest)));
        Assert.Equal(ErrorCode.OffsetOutOfRange, reader.Fetch("trimmed", Start - 1).Error);
        Assert.Equal(ErrorCode.None, reader.Fetch("trimmed", Start).Error);
    }

    /// <summary>A start that must not succeed.</summary>
    /// <returns>The one line it leaves.</returns>
    private async Task<string> RefusalAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var process = LevadaProcess.Start(_directory.Path, arguments, environment);
        Assert.NotEqual(0, await process.WaitForExitAsync());
        Assert.Empty(process.Output);
        return Assert.Single(process.Errors);
    }

    private static byte[] Fill(WireConnection wire)
    {
        wire.CreateTopic("kept", partitionCount: 2);
        for (var i = 0; i < 20; i++) wire.ProduceRecord("kept", byteCount: 100 * i, partition: 1);
        return wire.FetchAll("kept", partition: 1);
    }

    private async Task AssertServesAfterRestartAsync(byte[] before)
    {
        await using var again = await LevadaProcess.StartBrokerAsync(_directory, _port);
        using var wire = LevadaProcess.Connect(_port);
        Assert.Equal(before, wire.FetchAll("kept", partition: 1));
        Assert.Equal((ErrorCode.None, 20), wire.Produce("kept", WireQuestions.Batch(10), partition: 1));
    }

    private Dictionary<string, string> MetaProperties() =>
        File.ReadAllLines(_directory.File("data/meta.properties"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
