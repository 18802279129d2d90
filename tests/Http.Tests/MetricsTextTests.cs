using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Levada.Http.Tests;

public sealed partial class MetricsTextTests
{
    private static readonly MetricsSnapshot Snapshot = new()
    {
        Broker = new BrokerMetricsSnapshot { LeaderCount = 3, PartitionCount = 3, IsActiveController = true, NetworkIdleShare = 0.25 },
        Topics =
        [
            new TopicMetricsSnapshot { Topic = "orders", RecordsIn = 10, BytesIn = 1_000, FailedFetchRequests = 1 },
            new TopicMetricsSnapshot { Topic = "stock", RecordsIn = 5, BytesIn = 9_000_000_000 },
            new TopicMetricsSnapshot { Topic = null, BytesOut = 7 },
        ],
        Partitions =
        [
            new PartitionMetricsSnapshot
            {
                Topic = "orders", Partition = 2, SizeBytes = 77, LogStartOffset = 4, LogEndOffset = 14,
                ReplicaCount = 3, InSyncReplicaCount = 1, MinInSyncReplicas = 2,
            },
        ],
        Listeners = [new ListenerMetricsSnapshot { Listener = "PLAINTEXT", Connections = 6, ReceivedBytes = 123 }],
        Quotas =
        [
            new QuotaMetricsSnapshot { Resource = "Produce", ClientId = "loader", Rate = 1234.5, ThrottleMs = 87 },
            new QuotaMetricsSnapshot { Resource = "Request", User = "u", ClientId = "c", Rate = 12.5 },
            new QuotaMetricsSnapshot { Resource = "ControllerMutation", User = "u", Rate = 2, Tokens = -3 },
        ],
        Requests = [new("Produce", 12), new("Fetch", 34)],
    };

    [Theory]
    [InlineData("kafka_server_brokertopicmetrics_messagesin_total 15")]
    [InlineData("kafka_server_brokertopicmetrics_messagesin_total{topic=\"orders\"} 10")]
    [InlineData("kafka_server_brokertopicmetrics_bytesin_total{topic=\"stock\"} 9000000000")]
    [InlineData("kafka_server_brokertopicmetrics_failedfetchrequests_total 1")]
    [InlineData("kafka_server_replicamanager_leadercount 3")]
    [InlineData("kafka_controller_kafkacontroller_activecontrollercount 1")]
    [InlineData("kafka_controller_controllerstats_uncleanleaderelections_total 0")]
    [InlineData("kafka_cluster_partition_underminisr{topic=\"orders\",partition=\"2\"} 1")]
    [InlineData("kafka_cluster_partition_atminisr{topic=\"orders\",partition=\"2\"} 0")]
    [InlineData("kafka_cluster_partition_replicascount{topic=\"orders\",partition=\"2\"} 3")]
    [InlineData("kafka_log_log_size{topic=\"orders\",partition=\"2\"} 77")]
    [InlineData("kafka_network_socketserver_networkprocessoravgidle_percent 0.25")]
    [InlineData("kafka_server_socket_server_metrics_connection_count{listener=\"PLAINTEXT\",networkProcessor=\"0\"} 6")]
    [InlineData("kafka_network_requestmetrics_requests_total{request=\"Fetch\"} 34")]
    [InlineData("kafka_server_quota_byte_rate{resource=\"Produce\",clientId=\"loader\"} 1234.5")]
    [InlineData("kafka_server_quota_throttle_time{resource=\"Produce\",clientId=\"loader\"} 87")]
    [InlineData("kafka_server_quota_request_time{resource=\"Request\",user=\"u\",clientId=\"c\"} 12.5")]
    [InlineData("kafka_server_quota_mutation_rate{resource=\"ControllerMutation\",user=\"u\"} 2")]
    [InlineData("kafka_server_quota_tokens{resource=\"ControllerMutation\",user=\"u\"} -3")]
    [InlineData("kafka_server_brokertopicmetrics_bytesout_total 7")]
    public void Dashboards_find_the_names_they_know(string line) => Assert.Contains(line, Lines());

    [Fact]
    public void Every_line_is_well_formed_and_every_family_is_written_once()
    {
        var families = new HashSet<string>();
        var family = "";
        foreach (var line in Lines())
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) continue;
            if (TypeLine().Match(line) is { Success: true } type)
            {
                family = type.Groups[1].Value;
                Assert.True(families.Add(family), $"{family} is written twice.");
                Assert.Equal(type.Groups[2].Value == "counter", family.EndsWith("_total", StringComparison.Ordinal));
                continue;
            }

            var sample = SampleLine().Match(line);
            Assert.True(sample.Success, $"Not a sample: {line}");
            Assert.Equal(family, sample.Groups[1].Value);
        }
    }

    [Fact]
    public void Label_values_are_escaped()
    {
        var output = new ArrayBufferWriter<byte>();
        var text = new PrometheusText(output);
        text.Family("x", "gauge", "Help.");
        text.Sample(1L, "a", "q\"b\\s\nn");
        text.Sample(double.PositiveInfinity);
        Assert.Equal(
            "# HELP x Help.\n# TYPE x gauge\nx{a=\"q\\\"b\\\\s\\nn\"} 1\nx +Inf\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("http://localhost:1", "127.0.0.1:1")]
    [InlineData("http://*:8080", "0.0.0.0:8080")]
    [InlineData(" http://[::1]:9000/ ", "[::1]:9000")]
    [InlineData("https://127.0.0.1:8080", null)]
    [InlineData("http://example.org:80", null)]
    [InlineData("http://127.0.0.1:80/metrics", null)]
    [InlineData("8080", null)]
    public void Listen_addresses_are_read(string text, string? expected)
    {
        Assert.Equal(expected is not null, HttpListenAddress.TryParse(text, out var endPoint));
        Assert.Equal(expected, endPoint?.ToString());
    }

    private static string[] Lines()
    {
        var output = new ArrayBufferWriter<byte>();
        var text = new PrometheusText(output);
        BrokerMetricsText.Write(text, Snapshot);
        ProcessMetricsText.Write(text);
        return Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-z_]+)(\{[A-Za-z_]+="[^"]*"(,[A-Za-z_]+="[^"]*")*\})? -?[0-9][0-9.eE+-]*$""")]
    private static partial Regex SampleLine();
}
