// What the scripts share: the client, its codecs, and a check that ends the script with a reason.
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs')

const lz4 = require('lz4js')
const { ZstdCodec } = require('zstd-codec')

const zstd = new Promise(resolve => ZstdCodec.run(codec => resolve(new codec.Streaming())))

// kafkajs asks for a codec once and then for each batch.
const codecOf = (compress, decompress) => () => ({
  compress: async encoder => Buffer.from(await compress(encoder.buffer)),
  decompress: async bytes => Buffer.from(await decompress(bytes)),
})

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = codecOf(lz4.compress, lz4.decompress)
CompressionCodecs[CompressionTypes.ZSTD] = codecOf(
  async bytes => (await zstd).compress(bytes),
  async bytes => (await zstd).decompress(bytes)
)

const patienceMs = 200000

exports.connect = () =>
  new Kafka({
    clientId: 'levada-kafkajs',
    brokers: [process.argv[2]],
    logLevel: logLevel.ERROR,
    // A busy machine is no reason to give up: neither within a second, nor after five attempts.
    connectionTimeout: 60000,
    requestTimeout: 120000,
    retry: { retries: 20 },
  })

exports.check = (claim, condition, seen) => {
  if (!condition) throw new Error(`${claim}: ${JSON.stringify(seen)}`)
}

// Ends with 0 when the conversation does; the name of a claim that does not hold goes to the error output.
exports.run = conversation => {
  setTimeout(() => {
    console.error('out of patience')
    process.exit(2)
  }, patienceMs).unref()
  conversation().then(
    () => process.exit(0),
    error => {
      console.error(error)
      process.exit(1)
    }
  )
}
