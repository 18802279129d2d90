using System.Text.Json;

namespace Levada.Clients.Tests;

public sealed class KafkaJsTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData("roundtrip.js")]
    [InlineData("group.js")]
    [InlineData("admin.js")]
    [InlineData("transactions.js")]
    public async Task Kafkajs_holds_its_conversation(string script)
    {
        Tool.Require("node");
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "tests", "Clients.Tests", "kafkajs"));
        Assert.SkipUnless(IsInstalled(folder), "kafkajs and its codecs are not installed: npm ci in tests/Clients.Tests/kafkajs");

        await Tool.RunAsync("node", [script, broker.Bootstrap], folder: folder);
    }

    /// <summary>Whether all is there that the scripts ask for: an older installation has less.</summary>
    private static bool IsInstalled(string folder)
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "package.json")));
        return package.RootElement.GetProperty("dependencies").EnumerateObject()
            .All(dependency => Directory.Exists(Path.Combine(folder, "node_modules", dependency.Name)));
    }
}
