using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Levada.Http;

/// <summary>Answers the three paths; everything else is not found.</summary>
internal sealed class HttpApplication(IMetricsSource metrics, IHealthSource health, Action<string> warn) : IHttpApplication<IFeatureCollection>
{
    private const string PlainText = "text/plain; charset=utf-8";
    private const string Index = "levada\n/metrics\n/health/live\n/health/ready\n";

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        if (exception is not null and not OperationCanceledException) warn($"An HTTP request failed: {exception.Message}");
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        var isHead = request.Method == "HEAD";
        if (!isHead && request.Method != "GET")
        {
            response.StatusCode = 405;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        var isMetrics = request.Path == "/metrics";
        var (status, text) = isMetrics ? (200, "") : Answer(request.Path);
        response.StatusCode = status;
        response.Headers.ContentType = isMetrics ? PrometheusText.ContentType : PlainText;
        response.Headers.CacheControl = "no-store";
        if (isHead) return;
        if (isMetrics) WriteMetrics(body);
        else Encoding.UTF8.GetBytes(text, body.Writer);
        await body.Writer.FlushAsync();
    }

    private (int Status, string Text) Answer(string path) => path switch
    {
        "/" => (200, Index),
        "/health/live" => health.IsLive ? (200, "live\n") : (503, $"not live: {health.Reason}\n"),
        "/health/ready" => health is { IsLive: true, IsReady: true } ? (200, "ready\n") : (503, $"not ready: {health.Reason}\n"),
        _ => (404, $"Nothing at {path}. There is:\n{Index}"),
    };

    private void WriteMetrics(IHttpResponseBodyFeature body)
    {
        var text = new PrometheusText(body.Writer);
        BrokerMetricsText.Write(text, metrics.Read());
        ProcessMetricsText.Write(text);
    }
}
