const { ConfigResourceTypes } = require('kafkajs')
const { connect, check, run } = require('./client')

const topic = 'kafkajs-admin'

run(async () => {
  const kafka = connect()
  const admin = kafka.admin()
  await admin.connect()

  const created = await admin.createTopics({
    topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '123456' }] }],
  })
  check('created', created === true, created)
  check('not created twice', (await admin.createTopics({ topics: [{ topic }] })) === false)
  check('listed', (await admin.listTopics()).includes(topic))

  await admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] })
  const metadata = await admin.fetchTopicMetadata({ topics: [topic] })
  check('grown', metadata.topics[0].partitions.length === 4, metadata)

  const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
  const describe = async () => {
    const { resources } = await admin.describeConfigs({ resources: [{ ...resource, configNames: ['retention.ms', 'cleanup.policy'] }] })
    return Object.fromEntries(resources[0].configEntries.map(entry => [entry.configName, entry.configValue]))
  }
  check('described', (await describe())['retention.ms'] === '123456', await describe())
  await admin.alterConfigs({ resources: [{ ...resource, configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }] })
  check('altered', (await describe())['cleanup.policy'] === 'compact', await describe())
  await admin.alterConfigs({ resources: [{ ...resource, configEntries: [] }] })
  check('back to the default', (await describe())['cleanup.policy'] === 'delete', await describe())

  const producer = kafka.producer()
  await producer.connect()
  const messages = Array.from({ length: 10 }, (_, i) => ({ partition: 0, value: `${i}`, timestamp: `${1000 + i}` }))
  await producer.send({ topic, messages })
  const offsetsOf0 = async () => (await admin.fetchTopicOffsets(topic)).find(entry => entry.partition === 0)
  check('high and low', (await offsetsOf0()).high === '10' && (await offsetsOf0()).low === '0', await offsetsOf0())
  const byTime = await admin.fetchTopicOffsetsByTimestamp(topic, 1004)
  check('by time', byTime.find(entry => entry.partition === 0).offset === '4', byTime)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '6' }] })
  check('low has moved', (await offsetsOf0()).low === '6', await offsetsOf0())

  const groupId = 'kafkajs-admin'
  await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '8' }] })
  const [fetched] = await admin.fetchOffsets({ groupId, topics: [topic] })
  check('offsets are kept', fetched.partitions.find(entry => entry.partition === 0).offset === '8', fetched)
  check('the group is listed', (await admin.listGroups()).groups.some(group => group.groupId === groupId))
  await admin.deleteGroups([groupId])
  check('the group is gone', !(await admin.listGroups()).groups.some(group => group.groupId === groupId))

  const cluster = await admin.describeCluster()
  check('one broker', cluster.brokers.length === 1 && cluster.controller === cluster.brokers[0].nodeId, cluster)
  await admin.deleteTopics({ topics: [topic] })
  check('deleted', !(await admin.listTopics()).includes(topic))
  await producer.disconnect()
  await admin.disconnect()
})
