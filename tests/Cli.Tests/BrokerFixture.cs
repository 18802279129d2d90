using System.Diagnostics;
using Levada.Servers;

namespace Levada.Cli.Tests;

/// <summary>A broker, started by the command line in an empty directory: one for each class, so that no class meets the topics of another, and more for tests that want it otherwise.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private const string ReadyLine = "Started Kafka API server";
    private readonly string _directory = Directory.CreateTempSubdirectory("levada-cli-").FullName;
    private readonly string[] _overrides;
    private Process? _broker;
    private Task<string>? _rest;

    public BrokerFixture()
        : this([])
    {
    }

    internal BrokerFixture(params string[] overrides) => _overrides = [PatientBroker.NoRetention, .. PatientBroker.Writes, .. PatientBroker.Members, .. overrides];

    public string Address { get; private set; } = "";
    public string DataDirectory => Path.Combine(_directory, "data");

    public async ValueTask InitializeAsync()
    {
        Address = $"127.0.0.1:{LoopbackPort.Next()}";
        _broker = LevadaProcess.Start(
        [
            "start", "--override", $"log.dirs={DataDirectory}", "--override", $"listeners=PLAINTEXT://{Address}", "--override", "http.listeners=",
            .. _overrides.SelectMany(assignment => new[] { "--override", assignment }),
        ]);
        while (await _broker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(ReadyLine, StringComparison.Ordinal)) continue;
            _rest = _broker.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException($"the broker did not start: {await _broker.StandardError.ReadToEndAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            LevadaProcess.Signal(_broker, LevadaProcess.SigTerm);
            await LevadaProcess.EndAsync(_broker);
            if (_rest is not null) await _rest;
            _broker.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Runs a command against the broker to its end.</summary>
    internal Task<(int ExitCode, string Output, string Remarks)> RunAsync(string input, params IReadOnlyList<string> arguments) =>
        LevadaProcess.RunAsync(input, [.. arguments, "--bootstrap", Address]);

    /// <summary>Runs a command that must succeed and gives its output.</summary>
    internal async Task<string> OutputAsync(string input, params IReadOnlyList<string> arguments)
    {
        var (exitCode, output, remarks) = await RunAsync(input, arguments);
        Assert.True(exitCode == 0, $"levada {string.Join(' ', arguments)} ended with {exitCode}: {remarks}");
        return output;
    }
}
