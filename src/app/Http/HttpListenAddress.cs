using System.Net;

namespace Levada.Http;

/// <summary>One entry of <c>http.listeners</c>.</summary>
public static class HttpListenAddress
{
    /// <summary>Reads <c>http://host:port</c>, where the host is an address, <c>localhost</c>, or <c>*</c> for all of them.</summary>
    /// <param name="endPoint">Where to listen; null if the text is something else.</param>
    public static bool TryParse(string text, out IPEndPoint? endPoint)
    {
        endPoint = null;
        var normalized = text.Trim().Replace("//*", "//0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(normalized, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp) return false;
        if (uri.PathAndQuery != "/" || uri.UserInfo.Length > 0) return false;
        var host = uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : uri.IdnHost;
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address)) return false;
        endPoint = new IPEndPoint(address, uri.Port);
        return true;
    }
}
