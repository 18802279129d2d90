using System.Net;
using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>The program itself where the system lets no file grow any more.</summary>
public sealed class FullDiskTests
{
    private const string Topic = "full";
    private const int RecordBytes = 50_000;

    // Files end at 1 MiB; without the signal that would end the process, a write beyond it is an error as on a full disk.
    // The runtime itself must do without its large memory-backed file, which counts as one.
    private const string LimitFileSize = "trap '' XFSZ; ulimit -f 1024; exec \"$@\"";

    [Fact]
    public async Task A_file_that_cannot_grow_turns_health_red_and_what_was_acknowledged_is_there_after_the_next_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "Needs bash to limit the size of files");
        using var directory = new TemporaryDirectory();
        var port = LevadaProcess.FreePort();
        var httpPort = LevadaProcess.FreePort();
        string[] command =
        [
            "-c", LimitFileSize, "bash", LevadaProcess.ProgramPath(), .. LevadaProcess.BrokerArguments(port),
            .. LevadaProcess.Overrides([$"http.listeners=http://127.0.0.1:{httpPort}"]),
        ];
        int acknowledgedCount;
        byte[] acknowledged;
        await using (var broker = LevadaProcess.Start(directory.Path, command, [("DOTNET_EnableWriteXorExecute", "0")], "/bin/bash"))
        {
            await broker.WaitUntilReadyAsync();
            using var wire = LevadaProcess.Connect(port);
            wire.CreateTopic(Topic);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
            await Eventually.TrueAsync(() => StatusOf(client) == HttpStatusCode.OK, "the broker is ready");
            (acknowledgedCount, acknowledged) = FillUp(wire);
            Assert.True(acknowledgedCount > 10);
            await Eventually.TrueAsync(() => StatusOf(client) == HttpStatusCode.ServiceUnavailable, "health turns red");
            Assert.Equal([Topic], wire.Metadata().Topics.Select(topic => topic.Name!));
            Assert.Contains(broker.Output, line => line.Contains("is offline", StringComparison.Ordinal));
            Assert.Equal(0, await broker.SignalAsync(LevadaProcess.Terminate));
        }

        Assert.False(File.Exists(directory.File("data/.kafka_cleanshutdown")));
        await using var again = await LevadaProcess.StartBrokerAsync(directory, port);
        using var reader = LevadaProcess.Connect(port);
        Assert.Equal(acknowledged, reader.FetchAll(Topic));
        Assert.Equal(acknowledgedCount, reader.ProduceRecord(Topic));
    }

    /// <returns>How many records were acknowledged, and their bytes.</returns>
    private static (int Count, byte[] Records) FillUp(WireConnection wire)
    {
        var before = Array.Empty<byte>();
        for (var count = 0;; count++)
        {
            var (error, _) = wire.Produce(Topic, WireQuestions.Batch(RecordBytes));
            if (error == ErrorCode.KafkaStorageError) return (count, before);
            Assert.Equal(ErrorCode.None, error);
            before = wire.FetchAll(Topic);
        }
    }

    private static HttpStatusCode StatusOf(HttpClient client)
    {
        try
        {
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, "/health/ready"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
