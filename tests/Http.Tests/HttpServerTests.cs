using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Levada.Http.Tests;

public sealed class HttpServerTests : IAsyncLifetime
{
    private readonly FixedSource _source = new();
    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly HttpServer _server;
    private readonly HttpClient _client = new();

    public HttpServerTests() => _server = new HttpServer(_source, _source, _warnings.Enqueue);

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(["http://127.0.0.1:0"], TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri($"http://{Assert.Single(_server.EndPoints)}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Metrics_are_prometheus_text()
    {
        var response = await _client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains("levada_build_info{version=\"0.1.0\",node_id=\"1\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("process_resident_memory_bytes ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("dotnet_collection_count_total{generation=\"0\"} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thousands_of_partitions_arrive_whole()
    {
        _source.Snapshot = _source.Snapshot with
        {
            Partitions = [.. Enumerable.Range(0, 5_000).Select(i => new PartitionMetricsSnapshot { Topic = "t", Partition = i, SizeBytes = i })],
        };
        var text = await _client.GetStringAsync("/metrics");
        Assert.Equal(5_000, text.Split('\n').Count(line => line.StartsWith("kafka_log_log_size{", StringComparison.Ordinal)));
        Assert.Contains("kafka_log_log_size{topic=\"t\",partition=\"4999\"} 4999\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(true, false, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)]
    [InlineData(false, true, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_says_what_the_broker_says(bool isLive, bool isReady, HttpStatusCode live, HttpStatusCode ready)
    {
        _source.IsLive = isLive;
        _source.IsReady = isReady;
        _source.Reason = "the log directory /data failed";
        var liveAnswer = await _client.GetAsync("/health/live");
        var readyAnswer = await _client.GetAsync("/health/ready");
        Assert.Equal((live, ready), (liveAnswer.StatusCode, readyAnswer.StatusCode));
        if (!isReady) Assert.Contains("/data failed", await readyAnswer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_paths_and_methods_are_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/metrics/x")).StatusCode);
        using var content = new StringContent("");
        var posted = await _client.PostAsync("/metrics", content);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Contains("GET", posted.Content.Headers.Allow);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/metrics");
        var headAnswer = await _client.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, headAnswer.StatusCode);
        Assert.Empty(await headAnswer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_failing_source_is_an_error_answer_and_a_warning()
    {
        _source.Snapshot = null!;
        Assert.Equal(HttpStatusCode.InternalServerError, (await _client.GetAsync("/metrics")).StatusCode);
        _source.Snapshot = new MetricsSnapshot { Broker = new BrokerMetricsSnapshot() };
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/metrics")).StatusCode);
        // It is told of when the answer has left.
        Assert.True(SpinWait.SpinUntil(() => !_warnings.IsEmpty, TimeSpan.FromMinutes(2)));
        Assert.Single(_warnings);
    }

    [Fact]
    public async Task A_taken_port_is_a_warning_and_the_other_addresses_are_served()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var warnings = new List<string>();
        await using var server = new HttpServer(_source, _source, warnings.Add);
        await server.StartAsync([$"http://{taken.LocalEndPoint}", "http://localhost:0", "ftp://x:1"], TestContext.Current.CancellationToken);
        Assert.Equal("ready\n", await _client.GetStringAsync($"http://{Assert.Single(server.EndPoints)}/health/ready"));
        Assert.Equal(2, warnings.Count);
        Assert.Contains(taken.LocalEndPoint!.ToString()!, warnings[0], StringComparison.Ordinal);
        Assert.Contains("ftp://x:1", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_addresses_nothing_listens()
    {
        await using var server = new HttpServer(_source, _source, _warnings.Enqueue);
        await server.StartAsync([], TestContext.Current.CancellationToken);
        Assert.Empty(server.EndPoints);
        Assert.Empty(_warnings);
    }
}
