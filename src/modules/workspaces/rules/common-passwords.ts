/**
 * What people choose when they are asked for a password, from lists of leaked ones: words and rows of keys, in lower case
 * and without what is put before and after them. Whole passwords with digits stand for themselves.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort passwd pass word letmein welcome login admin administrator root user guest test tester testing demo
  default changeme secret private access master manager system server computer internet network windows microsoft apple
  google facebook twitter instagram youtube amazon samsung huawei xiaomi oppo iphone android alibaba taobao tmall alipay
  tencent wechat weixin qqcom baidu jingdong pinduoduo douyin tiktok bilibili weibo qwerty qwertz azerty qwertyuiop
  asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abcdef abcdefg abcdefgh abcdefghij abcd abc aaa
  iloveyou iloveu ilove lovely love lover loveme forever sunshine princess prince queen king angel babygirl baby honey
  sweet sweetheart darling friend friends family mother father mommy daddy brother sister michael michelle jessica jennifer
  jordan daniel david robert thomas charlie andrew joshua ashley amanda nicole anthony matthew football baseball basketball
  soccer hockey chelsea liverpool arsenal barcelona realmadrid superman batman spiderman pokemon pikachu naruto starwars
  dragon monkey tiger lion eagle shadow killer hunter ranger soldier warrior ninja phoenix mustang ferrari mercedes porsche
  toyota honda cheese chocolate cookie banana orange summer winter spring autumn january february march april june july
  august september october november december monday tuesday wednesday thursday friday saturday sunday hello helloworld
  whatever trustno trustnoone nothing something computer money dollar million lucky freedom flower purple yellow silver
  golden diamond crystal blink matrix mylove myself mypassword newpassword passcode qwer asdf zxcv qwerasdf qwerasdfzxcv
  woaini woaiwojia woaini woaizhongguo nihao nihaoma zhongguo beijing shanghai shenzhen guangzhou hangzhou taiwan taipei
  hongkong chengdu wuhan nanjing tianjin chongqing mima wodemima wangzhe laoban laopo laogong baobao baobei xiaobao
  xiaoxiao tiantian kuaile xingfu pingan fafa facai gongxifacai wangyang zhangwei wangwei liwei zhangsan lisi wangwu admin
  aini aiwoma zhanghao denglu guanliyuan kehu huitouke regulars regular customer customers store shop business office
  company sales service support contact info mail email hotmail gmail yahoo outlook example sample temp temporary public
  student teacher school college university hospital doctor police china japan korea america canada london paris berlin
  london newyork california texas florida manchester australia singapore malaysia fuckyou fuckoff asshole bullshit sexy
  hottie playboy pussy cowboy gangster maverick merlin gandalf hogwarts harrypotter lordoftherings minecraft fortnite
  roblox league legends dota counterstrike callofduty eminem metallica nirvana slipknot greenday blackpink bts`
    .split(/\s+/)
    .filter(Boolean),
);

/** Digits that mean something to many: sounds of "I love you for ever", lucky numbers, rows and corners of the keys. */
export const commonDigits: readonly string[] = [
  '1314',
  '520',
  '5201314',
  '1314520',
  '521',
  '168',
  '888',
  '666',
  '999',
  '147258369',
  '159357',
  '741852963',
  '789456123',
  '147852369',
  '112233',
  '123321',
  '121212',
  '123123',
  '110110',
  '7758521',
  '7758258',
];
