using System.Globalization;
using System.Net;
using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>What a monitoring system reads from the running program.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private const string Topic = "measured";
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{LevadaProcess.FreePort()}") };
    private LevadaProcess _broker = null!;
    private WireConnection _wire = null!;

    public async ValueTask InitializeAsync()
    {
        var port = LevadaProcess.FreePort();
        _broker = await LevadaProcess.StartBrokerAsync(_directory, port, [$"http.listeners={_client.BaseAddress!.GetLeftPart(UriPartial.Authority)}"]);
        _wire = LevadaProcess.Connect(port);
        await Eventually.TrueAsync(IsUp, "HTTP follows the Kafka port");
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        _client.Dispose();
        await _broker.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Metrics_count_known_traffic_and_health_answers()
    {
        _wire.CreateTopic(Topic, partitionCount: 2);
        var batch = WireQuestions.Batch(1_000);
        for (var i = 0; i < 5; i++) Assert.Equal(ErrorCode.None, _wire.Produce(Topic, batch).Error);
        Assert.Equal(ErrorCode.CorruptMessage, _wire.Produce(Topic, Damaged(batch)).Error);
        var fetched = _wire.Fetch(Topic).Records;
        Assert.Equal(5 * batch.Length, fetched.Length);

        var metrics = await ReadAsync();
        foreach (var label in new[] { "", $"{{topic=\"{Topic}\"}}" })
        {
            Assert.Equal(5, metrics[$"kafka_server_brokertopicmetrics_messagesin_total{label}"]);
            Assert.Equal(5 * batch.Length, metrics[$"kafka_server_brokertopicmetrics_bytesin_total{label}"]);
            Assert.Equal(fetched.Length, metrics[$"kafka_server_brokertopicmetrics_bytesout_total{label}"]);
            Assert.Equal(6, metrics[$"kafka_server_brokertopicmetrics_totalproducerequests_total{label}"]);
            Assert.Equal(1, metrics[$"kafka_server_brokertopicmetrics_failedproducerequests_total{label}"]);
            Assert.Equal(1, metrics[$"kafka_server_brokertopicmetrics_totalfetchrequests_total{label}"]);
            Assert.Equal(0, metrics[$"kafka_server_brokertopicmetrics_failedfetchrequests_total{label}"]);
        }

        var partition = $"{{topic=\"{Topic}\",partition=\"0\"}}";
        Assert.Equal(5 * batch.Length, metrics[$"kafka_log_log_size{partition}"]);
        Assert.Equal(5, metrics[$"kafka_log_log_logendoffset{partition}"]);
        Assert.Equal(1, metrics[$"kafka_cluster_partition_replicascount{partition}"]);
        Assert.Equal(0, metrics[$"kafka_cluster_partition_underminisr{partition}"]);
        Assert.Equal(1, metrics[$"kafka_cluster_partition_atminisr{partition}"]);
        Assert.Equal(2, metrics["kafka_server_replicamanager_leadercount"]);
        Assert.Equal(2, metrics["kafka_server_replicamanager_partitioncount"]);
        Assert.Equal(0, metrics["kafka_server_replicamanager_underreplicatedpartitions"]);
        Assert.Equal(1, metrics["kafka_controller_kafkacontroller_activecontrollercount"]);
        Assert.Equal(0, metrics["kafka_controller_kafkacontroller_offlinepartitionscount"]);
        Assert.Equal(0, metrics["kafka_controller_controllerstats_uncleanleaderelections_total"]);
        Assert.InRange(metrics["kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent"], 0, 1);
        Assert.InRange(metrics["kafka_network_socketserver_networkprocessoravgidle_percent"], 0, 1);
        Assert.Equal(1, metrics["kafka_server_socket_server_metrics_connection_count{listener=\"PLAINTEXT\",networkProcessor=\"0\"}"]);
        Assert.Equal(6, metrics["kafka_network_requestmetrics_requests_total{request=\"Produce\"}"]);
        Assert.Contains(metrics.Keys, name => name.StartsWith("kafka_server_kafkaserver_linux_disk_write_bytes", StringComparison.Ordinal));
        Assert.Contains(metrics.Keys, name => name.StartsWith("process_resident_memory_bytes", StringComparison.Ordinal));

        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var health = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }
    }

    [Fact]
    public async Task Totals_keep_what_deleted_topics_have_counted()
    {
        _wire.CreateTopic(Topic);
        _wire.ProduceRecord(Topic);

        Assert.Equal(ErrorCode.None, _wire.DeleteTopic(Topic));
        var metrics = await ReadAsync();
        await Eventually.TrueAsync(
            async () => !(metrics = await ReadAsync()).ContainsKey($"kafka_server_brokertopicmetrics_messagesin_total{{topic=\"{Topic}\"}}"),
            "the deleted topic's own counts go");

        Assert.Equal(1, metrics["kafka_server_brokertopicmetrics_messagesin_total"]);
    }

    private static byte[] Damaged(byte[] batch)
    {
        var damaged = batch.ToArray();
        damaged[^1] ^= 1;
        return damaged;
    }

    private bool IsUp()
    {
        try
        {
            using var answer = _client.Send(new HttpRequestMessage(HttpMethod.Get, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        var text = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => (Name: line[..line.LastIndexOf(' ')], Value: line[(line.LastIndexOf(' ') + 1)..]))
            .ToDictionary(sample => sample.Name, sample => double.Parse(sample.Value, CultureInfo.InvariantCulture));
    }
}
