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
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "kafkajs")), "kafkajs is not installed: npm ci in tests/Clients.Tests/kafkajs");

        await Tool.RunAsync("node", [script, broker.Bootstrap], folder: folder);
    }
}
