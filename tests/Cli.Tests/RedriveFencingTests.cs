using System.Net;
using System.Text;
using System.Text.Json;
using Levada.Client;
using Levada.Operations;
using Levada.Operations.Redrive;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Cli.Tests;

/// <summary>Two redrives of one group at the same time.</summary>
public sealed class RedriveFencingTests
{
    // More than one fetch brings, so that the first run is held between its transactions too.
    private const int LetterCount = 2500;
    private const int PatienceMs = 600_000;
    private static readonly string Padding = new('x', 1000);

    /// <param name="key">Where the first run stands when the second begins and ends: before the third request of this kind.</param>
    [Theory]
    [InlineData(ApiKey.AddPartitionsToTxn)]
    [InlineData(ApiKey.Produce)]
    [InlineData(ApiKey.AddOffsetsToTxn)]
    [InlineData(ApiKey.TxnOffsetCommit)]
    [InlineData(ApiKey.EndTxn)]
    public async Task A_second_run_takes_over_and_the_first_sends_nothing_more_and_says_why(ApiKey key)
    {
        await using var proxy = new RequestHoldingProxy();
        await using var broker = new BrokerFixture($"advertised.listeners=PLAINTEXT://{proxy.Address}");
        await broker.InitializeAsync();
        proxy.ConnectTo(IPEndPoint.Parse(broker.Address));
        await WriteLettersAsync(broker);

        proxy.Hold(key, passingCount: 2);
        var first = RedriveAsync(proxy.Address);
        await Task.WhenAny(first, proxy.WaitForHeldAsync());
        Assert.False(first.IsCompleted);
        var (exitCode, output, _) = await RedriveAsync(proxy.Address);
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("Records sent back: ", output);
        proxy.Release();
        (exitCode, _, var remarks) = await first.WaitAsync(LevadaProcess.Patience);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Equal("levada: another redrive of group workers has begun and goes on where this one ended\n", remarks);
        var keys = (await broker.OutputAsync("", "consume", "jobs", "-o", "beginning", "-e", "-f", @"%k\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, LetterCount).Select(i => $"k{i}"), keys);
    }

    private static async Task WriteLettersAsync(BrokerFixture broker)
    {
        await broker.OutputAsync("", "topic", "create", "jobs", "-p", "1");
        await broker.OutputAsync("", "topic", "create", "dlq.jobs", "-p", "1");
        var lines = new StringBuilder();
        for (var i = 0; i < LetterCount; i++)
        {
            var headers = new (string Name, string Value)[]
            {
                ("__dlq.errors.topic", "jobs"), ("__dlq.errors.partition", "0"), ("__dlq.errors.offset", $"{i}"), ("__dlq.errors.group", "workers"),
            };
            lines.Append(JsonSerializer.Serialize(new { key = $"k{i}", value = Padding, headers = headers.Select(header => new { key = header.Name, value = header.Value }) })).Append('\n');
        }

        await broker.OutputAsync(lines.ToString(), "produce", "dlq.jobs", "--json");
    }

    /// <summary>A run that would rather wait than ask again.</summary>
    private static async Task<(int ExitCode, string Output, string Remarks)> RedriveAsync(string address)
    {
        Assert.True(HostPort.TryParse(address, out var bootstrap));
        var options = new ClientOptions { Bootstrap = [bootstrap], RequestTimeoutMs = PatienceMs, OperationTimeoutMs = PatienceMs };
        await using var client = new KafkaClient(options);
        using var output = new MemoryStream();
        await using var remarks = new StringWriter();
        var screen = new Screen(output, remarks, OutputFormat.Table, int.MaxValue, hasProgress: false);
        var redrive = new RedriveOperation(new Session(client, screen, TimeProvider.System), new RedriveOptions("workers", "dlq.jobs", IsExecuted: true));
        var exitCode = await redrive.RunAsync(CancellationToken.None);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), remarks.ToString());
    }
}
